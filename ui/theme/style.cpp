// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/style.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleHints>
#include <QStyleOption>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

void drawRounded(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &line, double width = 1)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double inset = width / 2;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), cornerRadius, cornerRadius);
    painter.restore();
}

bool isPrimaryButton(const QWidget *widget)
{
    return widget && widget->property(HumdrumStyle::primaryProperty).toBool();
}

void drawMenuArrow(QPainter &painter, const QRectF &box, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = box.center();
    painter.drawPolyline(QPolygonF({c + QPointF(-3.5, -1.75), c + QPointF(0, 1.75), c + QPointF(3.5, -1.75)}));
    painter.restore();
}

constexpr int arrowRoom = 16;

} // namespace

HumdrumStyle::HumdrumStyle(Density density) : QProxyStyle(QStyleFactory::create(u"fusion"_s)), m_density(density)
{
    setObjectName(u"humdrum"_s);
}

QPalette HumdrumStyle::standardPalette() const
{
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? colours::darkPalette()
                                                                                 : colours::lightPalette();
}

void HumdrumStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QPushButton *>(widget) || qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    // Only the thumb is drawn; what is below shows through and must have been painted.
    if (qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_OpaquePaintEvent, false);
}

int HumdrumStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_DefaultFrameWidth:
        return 1;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return icons::size;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return gridUnit;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_SplitterWidth:
        return gridUnit;
    case PM_FocusFrameVMargin:
    case PM_FocusFrameHMargin:
        return 2;
    case PM_HeaderMargin: // as the cells below
        return 10;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int HumdrumStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                            QStyleHintReturn *data) const
{
    if (hint == rowHeightHint)
        return m_density == Density::Compact ? 24 : 28;
    switch (hint) {
    case SH_Widget_Animation_Duration: // nothing blinks or bounces
        return 0;
    case SH_Table_GridLineColor:
        return option ? static_cast<int>(colours::border(option->palette).rgba())
                      : QProxyStyle::styleHint(hint, option, widget, data);
    case SH_ScrollBar_Transient:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize HumdrumStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                     const QWidget *widget) const
{
    const int control = m_density == Density::Compact ? 28 : 32;
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        if (!button)
            break;
        const int menu = button->features & QStyleOptionButton::HasMenu ? arrowRoom : 0;
        const int icon = button->icon.isNull() ? 0 : icons::size + (button->text.isEmpty() ? 0 : 6);
        const int text =
            button->text.isEmpty() ? 0 : button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
        const int padding = button->text.isEmpty() ? 8 : 12;
        return {std::max(text + icon + menu + 2 * padding, control),
                std::max(control, button->fontMetrics.height() + 10)};
    }
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox: {
        QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
        result.setHeight(std::max({result.height(), control, size.height() + 10}));
        return result;
    }
    case CT_MenuItem: {
        QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType != QStyleOptionMenuItem::Separator)
            result.setHeight(std::max(result.height(), 28));
        return result;
    }
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

QRect HumdrumStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (element == SE_LineEditContents && frame && frame->lineWidth > 0)
        return rect.adjusted(gridUnit - 2, 0, -(gridUnit - 2), 0);
    return rect;
}

QRect HumdrumStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                   const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, sub, widget);
    const QRect whole = bar->rect;
    const bool horizontal = bar->orientation == Qt::Horizontal;
    const int room = horizontal ? whole.width() : whole.height();
    const int range = bar->maximum - bar->minimum;
    int length = room;
    if (range > 0) {
        const qint64 total = static_cast<qint64>(range) + bar->pageStep;
        length = static_cast<int>(static_cast<qint64>(room) * bar->pageStep / std::max<qint64>(1, total));
        length = std::clamp(length, std::min(32, room), room);
    }
    const int start =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, room - length, bar->upsideDown);
    const auto span = [&](int from, int size) {
        const QRect r = horizontal ? QRect(whole.x() + from, whole.y(), size, whole.height())
                                   : QRect(whole.x(), whole.y() + from, whole.width(), size);
        return r;
    };
    switch (sub) {
    case SC_ScrollBarGroove:
        return whole;
    case SC_ScrollBarSlider:
        return span(start, length);
    case SC_ScrollBarSubPage:
        return span(0, start);
    case SC_ScrollBarAddPage:
        return span(start + length, room - start - length);
    default: // no arrows
        return {};
    }
}

void HumdrumStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const QPalette &palette = option->palette;
    switch (element) {
    case PE_PanelLineEdit: {
        const bool focus = option->state & State_HasFocus;
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth == 0) { // the editor inside a spin box or combo box
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return;
        }
        drawRounded(*painter, option->rect, palette.color(QPalette::Base),
                    focus ? colours::accent(palette) : colours::border(palette), focus ? 2 : 1);
        return;
    }
    case PE_FrameLineEdit:
        return;
    case PE_Frame: {
        painter->save();
        painter->setPen(colours::border(palette));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    case PE_PanelScrollAreaCorner:
        return;
    case PE_FrameFocusRect:
        drawRounded(*painter, option->rect, {}, colours::accent(palette), 2);
        return;
    case PE_PanelButtonTool:
        if (option->state & (State_On | State_Sunken))
            drawRounded(*painter, option->rect, colours::accentTint(palette), {});
        else if (option->state & State_MouseOver)
            drawRounded(*painter, option->rect, colours::hover(palette), {});
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void HumdrumStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonBevel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButton(*button, *painter, widget);
            return;
        }
        break;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButtonLabel(*button, *painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, colours::card(option->palette));
        // Below the last row there is nothing to draw a line under.
        if (element == CE_HeaderEmptyArea && !(option->state & State_Horizontal))
            return;
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          colours::border(option->palette));
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            // Fusion takes the margin, which is for the sides, from above and below too; descenders need the height.
            QStyleOptionHeaderV2 whole;
            if (const auto *v2 = qstyleoption_cast<const QStyleOptionHeaderV2 *>(option))
                whole = *v2;
            else
                static_cast<QStyleOptionHeader &>(whole) = *header;
            const int margin = proxy()->pixelMetric(PM_HeaderMargin, option, widget);
            whole.rect.adjust(0, -margin, 0, margin);
            QProxyStyle::drawControl(element, &whole, painter, widget);
            return;
        }
        break;
    case CE_Splitter:
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void HumdrumStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                      const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && bar) {
        drawScrollBar(*bar, *painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void HumdrumStyle::drawButton(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const
{
    const QPalette &palette = option.palette;
    const bool enabled = option.state & State_Enabled;
    const bool down = option.state & (State_Sunken | State_On);
    const bool over = enabled && (option.state & State_MouseOver);
    const bool primary = isPrimaryButton(widget) && enabled;
    if (option.features & QStyleOptionButton::Flat) {
        if (over || down)
            drawRounded(painter, option.rect, colours::hover(palette), {});
    } else {
        QColor fill = primary ? colours::accent(palette) : palette.color(QPalette::Active, QPalette::Button);
        if (!enabled)
            fill = colours::page(palette);
        else if (down)
            fill = primary ? colours::blend(fill, Qt::black, 0.2) : colours::accentTint(palette);
        else if (over)
            fill = primary ? colours::blend(fill, colours::text(palette), 0.1) : colours::hover(palette);
        drawRounded(painter, option.rect, fill,
                    primary    ? fill
                        : down ? colours::accent(palette)
                               : colours::border(palette));
    }
    if ((option.state & State_HasFocus) && (option.state & State_KeyboardFocusChange)) {
        const QRectF ring = QRectF(option.rect).adjusted(2, 2, -2, -2);
        drawRounded(painter, primary ? ring : QRectF(option.rect), {},
                    primary ? colours::accentText(palette) : colours::accent(palette), primary ? 1.5 : 2);
    }
}

void HumdrumStyle::drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const
{
    const bool enabled = option.state & State_Enabled;
    const bool primary = isPrimaryButton(widget) && enabled;
    const bool hasMenu = option.features & QStyleOptionButton::HasMenu;
    const QColor ink = primary ? colours::accentText(option.palette)
        : enabled              ? option.palette.color(QPalette::Active, QPalette::ButtonText)
                               : option.palette.color(QPalette::Disabled, QPalette::ButtonText);
    const int icon = option.icon.isNull() ? 0 : icons::size;
    const int gap = icon && !option.text.isEmpty() ? 6 : 0;
    const int text = option.text.isEmpty() ? 0 : option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width();
    const int room = option.rect.width() - 12;
    const int width = std::min(room, icon + gap + text + (hasMenu ? arrowRoom : 0));
    QRect row(option.rect.x() + (option.rect.width() - width) / 2, option.rect.y(), width, option.rect.height());
    painter.save();
    if (icon) {
        QRect place(row.x(), row.center().y() - icon / 2 + 1, icon, icon);
        QPixmap pixmap = option.icon.pixmap(QSize(icon, icon), painter.device()->devicePixelRatio(),
                                            enabled ? QIcon::Normal : QIcon::Disabled);
        if (primary) {
            QPainter tint(&pixmap);
            tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
            tint.fillRect(QRect(QPoint(), pixmap.size()), ink);
        }
        painter.drawPixmap(visualRect(option.direction, row, place), pixmap);
        row.setLeft(row.left() + icon + gap);
    }
    if (hasMenu) {
        const QRect arrow(row.right() - arrowRoom + 5, row.y(), arrowRoom, row.height());
        drawMenuArrow(painter, visualRect(option.direction, option.rect, arrow), ink);
        row.setRight(row.right() - arrowRoom);
    }
    painter.setPen(ink);
    const int flags = Qt::AlignVCenter | (icon || hasMenu ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::TextSingleLine |
        (proxy()->styleHint(SH_UnderlineShortcut, &option, widget, nullptr) ? Qt::TextShowMnemonic
                                                                            : Qt::TextHideMnemonic);
    painter.setFont(widget ? widget->font() : painter.font());
    painter.drawText(visualRect(option.direction, option.rect, row.adjusted(0, 0, 1, 0)), flags,
                     option.fontMetrics.elidedText(option.text, Qt::ElideRight, row.width() + 1, Qt::TextShowMnemonic));
    painter.restore();
}

void HumdrumStyle::drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QWidget *widget) const
{
    if (option.maximum <= option.minimum)
        return;
    const QRect slider = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    const bool hot = (option.state & State_MouseOver) || (option.state & State_Sunken);
    const QColor colour =
        colours::blend(colours::page(option.palette), colours::text(option.palette), hot ? 0.45 : 0.25);
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QRectF thumb = horizontal ? QRectF(slider).adjusted(2, 3, -2, -2) : QRectF(slider).adjusted(3, 2, -2, -2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(thumb, 2.5, 2.5);
    painter.restore();
}

} // namespace humdrum
