// SPDX-License-Identifier: MIT
#include "scenarios/space_time_diagram.hpp"

#include "scenarios/xml_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace creditsim::scenarios {

namespace {

using Kind = StoryEvent::Kind;

// Pixels. A monospaced letter of 12 pixels is 7.2 wide.
constexpr int letter = 12;
constexpr double letter_width = 7.25;
constexpr int line_height = 16;
constexpr int row_gap = 12;
constexpr int clock_width = 100;
constexpr int column_width = 84;
constexpr int head_height = 72;
constexpr int margin = 16;
constexpr std::size_t line_letters = 84;

std::vector<std::string> wrapped(const std::string& text) {
  std::vector<std::string> lines;
  std::string_view rest = text;
  while (rest.size() > line_letters) {
    const auto space = rest.rfind(' ', line_letters);
    const std::size_t end = space == std::string_view::npos || space == 0 ? line_letters : space;
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  lines.emplace_back(rest);
  return lines;
}

std::string number(double value) {
  const auto tenths = std::llround(value * 10.0);
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

struct Point {
  double x = 0.0;
  double y = 0.0;
};

std::string line(Point from, Point to, const std::string& style) {
  return "<line x1=\"" + number(from.x) + "\" y1=\"" + number(from.y) + "\" x2=\"" + number(to.x) + "\" y2=\"" +
         number(to.y) + "\" " + style + "/>\n";
}

std::string label(Point at, const std::string& text, const std::string& style) {
  return "<text x=\"" + number(at.x) + "\" y=\"" + number(at.y) + "\" " + style + ">" + xml_escaped(text) + "</text>\n";
}

/// Places of nodes and events, and what is drawn at them.
class Diagram {
public:
  Diagram(const std::vector<StoryEvent>& story, const std::vector<std::string>& names) : story_{story}, names_{names} {
    for (const StoryEvent& event : story)
      for (const core::NodeIndex node : {event.node, event.peer})
        if (node != core::no_node)
          columns_[node] = 0;
    int column = 0;
    for (auto& [node, place] : columns_)
      place = column++;
    double y = head_height;
    for (const StoryEvent& event : story) {
      lines_.push_back(wrapped(event.text));
      rows_.push_back(y + line_height / 2.0);
      y += static_cast<double>(lines_.back().size()) * line_height + row_gap;
      for (const std::string& text : lines_.back())
        letters_ = std::max(letters_, text.size());
    }
    bottom_ = y;
  }

  double width() const { return words_x() + static_cast<double>(letters_) * letter_width + margin; }
  double height() const { return bottom_ + margin; }

  std::string draw() const {
    std::string out;
    for (const auto& [node, column] : columns_) {
      const double x = column_x(node);
      out += line({x, head_height - 16.0}, {x, bottom_}, "stroke=\"#888\" stroke-width=\"1\"");
      out += label({x, head_height - 24.0}, names_[node], "text-anchor=\"middle\" font-weight=\"bold\"");
    }
    for (std::size_t row = 0; row < story_.size(); ++row)
      out += arrow(row);
    for (std::size_t row = 0; row < story_.size(); ++row)
      out += mark(row) + words(row);
    return out;
  }

private:
  double column_x(core::NodeIndex node) const {
    return margin + clock_width + column_width * (columns_.at(node) + 0.5);
  }
  double words_x() const { return margin + clock_width + column_width * static_cast<double>(columns_.size()) + margin; }

  std::string arrow(std::size_t row) const {
    const StoryEvent& event = story_[row];
    if (event.kind == Kind::message) {
      const Point to{column_x(event.node), rows_[row]};
      const Point from = event.cause ? Point{column_x(event.peer), rows_[*event.cause]}
                                     : Point{(column_x(event.peer) + to.x) / 2.0, to.y - line_height};
      return line(from, to,
                  "stroke=\"#06c\" stroke-width=\"1.5\" marker-end=\"url(#arrow)\"" +
                      std::string{event.cause ? "" : " stroke-dasharray=\"4 3\""});
    }
    if (event.kind != Kind::missing)
      return {};
    const Point from{column_x(event.node), rows_[row]};
    const Point end{(from.x + column_x(event.peer)) / 2.0, from.y + 8.0};
    const std::string red = "stroke=\"#c00\" stroke-width=\"1.5\"";
    return line(from, end, red + " stroke-dasharray=\"4 3\"") +
           line({end.x - 4, end.y - 4}, {end.x + 4, end.y + 4}, red) +
           line({end.x - 4, end.y + 4}, {end.x + 4, end.y - 4}, red);
  }

  std::string mark(std::size_t row) const {
    const StoryEvent& event = story_[row];
    const bool broken = event.kind == Kind::violation;
    const std::string color = broken ? "#c00" : event.kind == Kind::fault ? "#d70" : "#06c";
    const double y = rows_[row];
    if (event.node == core::no_node)
      return line({double{margin + clock_width}, y}, {words_x() - margin, y},
                  "stroke=\"" + color + "\" stroke-width=\"3\" stroke-dasharray=\"8 4\"");
    const std::string at = number(column_x(event.node));
    if (event.kind == Kind::fault)
      return "<rect x=\"" + number(column_x(event.node) - 6) + "\" y=\"" + number(y - 6) +
             "\" width=\"12\" height=\"12\" fill=\"" + color + "\"/>\n";
    const std::string center = "<circle cx=\"" + at + "\" cy=\"" + number(y) + "\" r=\"";
    if (broken)
      return center + "9\" fill=\"none\" stroke=\"#c00\" stroke-width=\"3\"/>\n" + center + "4\" fill=\"#c00\"/>\n";
    return center + "4\" fill=\"" + color + "\"/>\n";
  }

  std::string words(std::size_t row) const {
    const StoryEvent& event = story_[row];
    const std::string style = event.kind == Kind::violation ? "fill=\"#c00\" font-weight=\"bold\""
                              : event.kind == Kind::fault   ? "fill=\"#a50\""
                                                            : "fill=\"#222\"";
    std::string out =
        label({double{margin}, rows_[row] + 4.0}, clock_text(event.time_us), "fill=\"#666\" xml:space=\"preserve\"");
    double y = rows_[row] + 4.0;
    for (const std::string& text : lines_[row]) {
      out += label({words_x(), y}, text, style);
      y += line_height;
    }
    return out;
  }

  const std::vector<StoryEvent>& story_;
  const std::vector<std::string>& names_;
  std::map<core::NodeIndex, int> columns_;
  std::vector<std::vector<std::string>> lines_; // of words, by event
  std::vector<double> rows_;                    // y of the mark, by event
  std::size_t letters_ = 0;                     // of the longest line
  double bottom_ = 0.0;
};

} // namespace

std::string space_time_diagram(const std::vector<StoryEvent>& story, const std::vector<std::string>& names,
                               const std::string& title) {
  const Diagram diagram{story, names};
  const double width = std::max(diagram.width(), static_cast<double>(title.size()) * (letter_width + 1.0) + 2 * margin);
  const std::string size = "width=\"" + number(width) + "\" height=\"" + number(diagram.height()) + "\"";
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + size + " viewBox=\"0 0 " + number(width) + " " +
         number(diagram.height()) + "\" font-family=\"monospace\" font-size=\"" + std::to_string(letter) +
         "\">\n<title>" + xml_escaped(title) +
         "</title>\n<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"11\" refY=\"5\" markerWidth=\"8\" "
         "markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 L10 5 L0 10 z\" fill=\"#06c\"/></marker></defs>\n"
         "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" +
         label({double{margin}, 24.0}, title, "font-size=\"13\" font-weight=\"bold\"") + diagram.draw() + "</svg>\n";
}

} // namespace creditsim::scenarios
