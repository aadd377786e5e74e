// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"
#include "pipeline/layout.h"

#include <QGraphicsItem>
#include <QPainterPath>

namespace humdrum {

/// What a box shows; all it knows of the stage besides its id.
struct NodeLook {
    QString name, facts, sentence;
    Mark mark = Mark::Waiting;
    bool strong = false;
    bool promote = false; ///< offers the click that brings the chosen release here
    bool current = false;
    bool receded = false; ///< belongs to a service that is filtered out
    double fraction = -1; ///< 0..1 while something goes on, -1 otherwise
    friend bool operator==(const NodeLook &, const NodeLook &) = default;
};

/// A box of the picture: an id and a look.
class NodeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    explicit NodeItem(QString id);

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const NodeLook &look() const { return m_look; }
    void setLook(const NodeLook &look);
    /// How it lies in the picture, in its own coordinates.
    struct Shape {
        QSizeF size;
        QPointF button;    ///< centre of the Promote button: in the gap before the box
        QRectF caption;    ///< for its name, while the picture is too small for names within; empty: none
        double growth = 1; ///< by how much the button grows against the shrinking of the picture
        friend bool operator==(const Shape &, const Shape &) = default;
    };
    void setShape(const Shape &shape);
    [[nodiscard]] QRectF box() const { return {QPointF(0, 0), m_shape.size}; }
    /// Of a Promote button that has grown by `growth`.
    [[nodiscard]] static QSizeF buttonSize(double growth);
    /// Of the Promote button, in the item's coordinates; empty while there is none.
    [[nodiscard]] QRectF button() const;

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintDot(QPainter *painter, const QPalette &palette, double scale) const;
    void paintCaption(QPainter *painter, const QPalette &palette, double scale) const;
    void paintBox(QPainter *painter, const QPalette &palette) const;
    void paintWords(QPainter *painter, const QPalette &palette, double scale) const;
    void paintName(QPainter *painter, const QPalette &palette, double scale) const;
    void paintButton(QPainter *painter, const QPalette &palette) const;

    QString m_id;
    Shape m_shape{.size = {1, 1}, .button = {}, .caption = {}};
    NodeLook m_look;
};

/// A curve between two boxes.
class EdgeItem final : public QGraphicsItem {
public:
    void setPath(const EdgePath &path);
    void setState(Mark mark, bool strong, bool receded);
    [[nodiscard]] Mark mark() const { return m_mark; }
    [[nodiscard]] bool isStrong() const { return m_strong; }
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    QPainterPath m_path;
    Mark m_mark = Mark::Waiting;
    bool m_strong = false;
    bool m_receded = false;
};

/// A service's name and version beside its lane, or the caption of a region.
class TextItem final : public QGraphicsItem {
public:
    explicit TextItem(bool caption) : m_caption(caption) {}
    void setTexts(const QString &first, const QString &second);
    /// `growth` is against the shrinking of the picture.
    void setRoom(double width, double growth);
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;
    /// What a lane's label asks for, within reason.
    [[nodiscard]] static double widthFor(const QString &first, const QString &second);

private:
    QString m_first, m_second;
    double m_width = 240, m_growth = 1;
    bool m_caption;
};

/// The ground below what belongs to the whole system.
class GroundItem final : public QGraphicsItem {
public:
    GroundItem() { setZValue(-2); }
    void setRect(const QRectF &rect);
    [[nodiscard]] QRectF boundingRect() const override { return m_rect; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    QRectF m_rect;
};

/// Sizes of a box: one line of facts beside a wide name, or a narrow box with two lines of each.
[[nodiscard]] QSizeF wideNode();
[[nodiscard]] QSizeF narrowNode();

} // namespace humdrum
