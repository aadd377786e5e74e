<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>EnvironmentModels</name>
    <message numerus="yes">
        <source>fork, %n commit(s) off %1</source>
        <translation>
            <numerusform>fork, %n commit off %1</numerusform>
            <numerusform>fork, %n commits off %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n behind</source>
        <translation>
            <numerusform>%n behind</numerusform>
            <numerusform>%n behind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commit(s) behind</source>
        <translation>
            <numerusform>%n commit behind</numerusform>
            <numerusform>%n commits behind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n release(s)</source>
        <translation>
            <numerusform>%n release</numerusform>
            <numerusform>%n releases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commit(s)</source>
        <translation>
            <numerusform>%n commit</numerusform>
            <numerusform>%n commits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared by %n</source>
        <translation>
            <numerusform>shared by %n</numerusform>
            <numerusform>shared by %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 full in %n d</source>
        <translation>
            <numerusform>%1 full in %n d</numerusform>
            <numerusform>%1 full in %n d</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: full in %n day(s) by its trend of the last 8 weeks</source>
        <translation>
            <numerusform>%1: full in %n day by its trend of the last 8 weeks</numerusform>
            <numerusform>%1: full in %n days by its trend of the last 8 weeks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gates</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Insights</name>
    <message numerus="yes">
        <source>Left out: %n promotion(s) whose deploy did not run.</source>
        <translation>
            <numerusform>Left out: %n promotion whose deploy did not run.</numerusform>
            <numerusform>Left out: %n promotions whose deploy did not run.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n deployment</numerusform>
            <numerusform>%n deployments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n promotion(s) before anything was deployed</source>
        <translation>
            <numerusform>%n promotion before anything was deployed</numerusform>
            <numerusform>%n promotions before anything was deployed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>left out: %n intervention(s) of unknown</source>
        <translation>
            <numerusform>left out: %n intervention of unknown</numerusform>
            <numerusform>left out: %n interventions of unknown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message numerus="yes">
        <source>%1; likewise %2 and %n more</source>
        <translation>
            <numerusform>%1; likewise %2 and %n more</numerusform>
            <numerusform>%1; likewise %2 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShellOverview</name>
    <message numerus="yes">
        <source>%n stage(s) not passed</source>
        <translation>
            <numerusform>%n stage not passed</numerusform>
            <numerusform>%n stages not passed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) missing</source>
        <translation>
            <numerusform>%n note missing</numerusform>
            <numerusform>%n notes missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sign-off(s)</source>
        <translation>
            <numerusform>%n sign-off</numerusform>
            <numerusform>%n sign-offs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n promotion(s) under way</source>
        <translation>
            <numerusform>%n promotion under way</numerusform>
            <numerusform>%n promotions under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n promotion(s) succeeded</source>
        <translation>
            <numerusform>%n promotion succeeded</numerusform>
            <numerusform>%n promotions succeeded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pool(s) full</source>
        <translation>
            <numerusform>%n pool full</numerusform>
            <numerusform>%n pools full</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hold(s)</source>
        <translation>
            <numerusform>%n hold</numerusform>
            <numerusform>%n holds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trust</name>
    <message numerus="yes">
        <source>%n command(s) of humdrum.yaml differ from what was accepted on this machine</source>
        <translation>
            <numerusform>%n command of humdrum.yaml differs from what was accepted on this machine</numerusform>
            <numerusform>%n commands of humdrum.yaml differ from what was accepted on this machine</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n command(s) of humdrum.yaml have not been accepted on this machine</source>
        <translation>
            <numerusform>The %n command of humdrum.yaml has not been accepted on this machine</numerusform>
            <numerusform>The %n commands of humdrum.yaml have not been accepted on this machine</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingForMe</name>
    <message numerus="yes">
        <source>%1. %n more wait(s) behind it</source>
        <translation>
            <numerusform>%1. %n more wait behind it</numerusform>
            <numerusform>%1. %n more waits behind it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) and no notes yet</source>
        <translation>
            <numerusform>%n change and no notes yet</numerusform>
            <numerusform>%n changes and no notes yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::CellPanel</name>
    <message numerus="yes">
        <source>%n commit(s) that only this fork has</source>
        <translation>
            <numerusform>%n commit that only this fork has</numerusform>
            <numerusform>%n commits that only this fork has</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n release(s)</source>
        <translation>
            <numerusform>%n release</numerusform>
            <numerusform>%n releases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commit(s)</source>
        <translation>
            <numerusform>%n commit</numerusform>
            <numerusform>%n commits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::ChangesPane</name>
    <message numerus="yes">
        <source>%n documented</source>
        <translation>
            <numerusform>%n documented</numerusform>
            <numerusform>%n documented</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n internal</source>
        <translation>
            <numerusform>%n internal</numerusform>
            <numerusform>%n internal</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::CommandTrust</name>
    <message numerus="yes">
        <source>%n command(s) of humdrum.yaml differ from what was accepted on this machine. Nothing is run before you have seen and accepted them.</source>
        <translation>
            <numerusform>%n command of humdrum.yaml differs from what was accepted on this machine. Nothing is run before you have seen and accepted it.</numerusform>
            <numerusform>%n commands of humdrum.yaml differ from what was accepted on this machine. Nothing is run before you have seen and accepted them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n command(s) of humdrum.yaml have not been accepted on this machine. Nothing is run before you have seen and accepted them.</source>
        <translation>
            <numerusform>The %n command of humdrum.yaml has not been accepted on this machine. Nothing is run before you have seen and accepted it.</numerusform>
            <numerusform>The %n commands of humdrum.yaml have not been accepted on this machine. Nothing is run before you have seen and accepted them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::EnvironmentsPage</name>
    <message numerus="yes">
        <source>%n fork(s)</source>
        <translation>
            <numerusform>%n fork</numerusform>
            <numerusform>%n forks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n behind the newest build that runs</source>
        <translation>
            <numerusform>%n behind the newest build that runs</numerusform>
            <numerusform>%n behind the newest build that runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::LogView</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::MainWindow</name>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n environment(s)</source>
        <translation>
            <numerusform>%n environment</numerusform>
            <numerusform>%n environments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open release(s)</source>
        <translation>
            <numerusform>%n open release</numerusform>
            <numerusform>%n open releases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) to finish</source>
        <translation>
            <numerusform>%n document to finish</numerusform>
            <numerusform>%n documents to finish</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n promotion(s) to settle</source>
        <translation>
            <numerusform>%n promotion to settle</numerusform>
            <numerusform>%n promotions to settle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hold(s)</source>
        <translation>
            <numerusform>%n hold</numerusform>
            <numerusform>%n holds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::PromotionDesk</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s)</source>
        <translation>
            <numerusform>%n failure</numerusform>
            <numerusform>%n failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::ReleasesPage</name>
    <message numerus="yes">
        <source>%n on the way to clients</source>
        <translation>
            <numerusform>%n on the way to clients</numerusform>
            <numerusform>%n on the way to clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n release(s) · %1</source>
        <translation>
            <numerusform>%n release · %1</numerusform>
            <numerusform>%n releases · %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::Sidebar</name>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n queued</numerusform>
            <numerusform>%n queued</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::TrainPanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No notes yet: %n change(s) to tell of</source>
        <translation>
            <numerusform>No notes yet: %n change to tell of</numerusform>
            <numerusform>No notes yet: %n changes to tell of</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>humdrum::TrainStripBar</name>
    <message numerus="yes">
        <source>%n train(s)</source>
        <translation>
            <numerusform>%n train</numerusform>
            <numerusform>%n trains</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more gate(s): %1</source>
        <translation>
            <numerusform>%n more gate: %1</numerusform>
            <numerusform>%n more gates: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them internal, which need no notes</source>
        <translation>
            <numerusform>%n of them internal, which need no notes</numerusform>
            <numerusform>%n of them internal, which need no notes</numerusform>
        </translation>
    </message>
</context>
</TS>
