// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/causescard.h"

#include "items/insightwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"

#include <QAbstractButton>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// A chip that can be pressed.
class ChipButton final : public QAbstractButton {
public:
    ChipButton(Mark mark, const QString &text, QWidget *parent) : QAbstractButton(parent), m_mark(mark)
    {
        setText(text);
        setAccessibleName(text);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        return chip::size(text(), false, fonts::smallStrong()) + QSize(4, 4);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QRectF inner = QRectF(rect()).adjusted(2, 2, -2, -2);
        chip::paint(painter, inner, m_mark, text(), fonts::smallStrong(), palette(), false);
        if (!hasFocus())
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colours::accent(palette()), 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), height() / 2.0, height() / 2.0);
    }

private:
    Mark m_mark;
};

} // namespace

CausesCard::CausesCard(QWidget *parent)
    : Card(tr("What needed intervention, by cause"), parent)
    , m_flow(new FlowLayout(nullptr, 6))
{
    body()->addLayout(m_flow);
}

void CausesCard::show(const InsightsOverview &overview)
{
    const QString finding = insightwords::causesFinding(overview);
    if (m_causes == overview.causes && m_finding == finding)
        return; // so that the keyboard stays where it is
    m_causes = overview.causes;
    m_finding = finding;
    m_flow->clear();
    // They are made after what stands below the card: in the tab order their place is behind what stands above it.
    QWidget *before = previousInFocusChain();
    while (before != this && !(before->focusPolicy() & Qt::TabFocus))
        before = before->previousInFocusChain();
    for (const CauseCount &cause : overview.causes) {
        const QString name = insightwords::titleOf(cause);
        auto *button = new ChipButton(insightwords::markOf(cause), u"%1 %2"_s.arg(name).arg(cause.count()), this);
        m_flow->addWidget(button);
        setTabOrder(std::exchange(before, button), button);
        connect(button, &QAbstractButton::clicked, this, [this, name, cause] {
            Q_EMIT asked({.kind = RowKind::Deployment,
                          .ids = cause.deployments,
                          .deployments = {},
                          .promotions = cause.promotions},
                         tr("Needed intervention: %1").arg(name));
        });
    }
    if (!finding.isEmpty())
        m_flow->addWidget(new Label(overview.causes.empty() ? finding : u"· "_s + finding, TextRole::Muted, this));
    setAccessibleDescription(finding);
}

} // namespace humdrum
