// SPDX-License-Identifier: MIT
#include "core/edge_list.hpp"

#include "tests/catch.hpp"
#include "tests/source_file.hpp"

#include <string>
#include <vector>

using namespace creditsim::core;

namespace {

EdgeList parsed(std::string_view text) {
  const auto list = parse_edge_list(text, "graph.txt");
  INFO((list.ok() ? std::string{} : list.error().context));
  REQUIRE(list.ok());
  return list.value();
}

} // namespace

TEST_CASE("EdgeList: plain pairs: ids in ascending order, edges once", "[core][edge_list]") {
  const EdgeList list = parsed("7\t3\n3 900\n");
  CHECK(list.ids == std::vector<std::uint64_t>{3, 7, 900});
  CHECK(list.edges == std::vector<Edge>{{0, 1}, {0, 2}});
  CHECK(list.duplicate_edges == 0);
  CHECK(list.self_edges == 0);
}

TEST_CASE("EdgeList: comments, blank lines, any white space, CRLF, no last line feed: one graph", "[core][edge_list]") {
  const EdgeList plain = parsed("0 1\n1 2\n");
  for (const char* text : {"# a comment\n0 1\n\n1 2", "0\t1\r\n1\t2\r\n", "  0 \t 1 \n\v1\f2\n",
                           "0 1\n   # 5 6\n#\n1 2\n", "0 1\n1 2\n \t\r\n"}) {
    CAPTURE(text);
    const EdgeList list = parsed(text);
    CHECK(list.ids == plain.ids);
    CHECK(list.edges == plain.edges);
  }
}

TEST_CASE("EdgeList: repeated edges in either direction and self edges: dropped and counted", "[core][edge_list]") {
  const EdgeList list = parsed("1 2\n2 1\n1 2\n3 3\n1 1\n2 4\n");
  CHECK(list.ids == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(list.edges == std::vector<Edge>{{0, 1}, {1, 3}});
  CHECK(list.duplicate_edges == 2);
  CHECK(list.self_edges == 2);
}

TEST_CASE("EdgeList: leading zeros and the largest id: the number counts", "[core][edge_list]") {
  const EdgeList list = parsed("007 999999999999999\n7 8\n");
  CHECK(list.ids == std::vector<std::uint64_t>{7, 8, 999'999'999'999'999});
}

TEST_CASE("EdgeList: the Gnutella overlay: as many nodes and edges as its source says", "[core][edge_list]") {
  const EdgeList list = parsed(creditsim::tests::source_file("scenarios/data/p2p-Gnutella08.txt"));
  CHECK(list.ids.size() == 6'301);
  CHECK(list.edges.size() + list.duplicate_edges + list.self_edges == 20'777);
  CHECK(list.edges.size() == 20'777);
}

TEST_CASE("EdgeList: malformed text: one line says where, what was found and what was expected", "[core][edge_list]") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "graph.txt:0: found the end of the text, expected at least one edge between two nodes"},
      {"\n\n", "graph.txt:2: found the end of the text, expected at least one edge between two nodes"},
      {"# only a comment\n", "graph.txt:1: found the end of the text, expected at least one edge between two nodes"},
      {"5 5\n", "graph.txt:1: found the end of the text, expected at least one edge between two nodes"},
      {"0 1\n2\n", "graph.txt:2: found the end of the line, expected a second node id"},
      {"0 1\n2 \r\n", "graph.txt:2: found the end of the line, expected a second node id"},
      {"0 1 0.5\n", "graph.txt:1: found \"0.5\", expected the end of the line after two node ids"},
      {"0 1 # neighbours\n", "graph.txt:1: found \"#\", expected the end of the line after two node ids"},
      {"0 1\r1 2\r", "graph.txt:1: found \"1\", expected the end of the line after two node ids"},
      {"0 -1\n", "graph.txt:1: found \"-1\", expected a node id, a whole number of at most 15 digits"},
      {"+0 1\n", "graph.txt:1: found \"+0\", expected a node id, a whole number of at most 15 digits"},
      {"0 1.5\n", "graph.txt:1: found \"1.5\", expected a node id, a whole number of at most 15 digits"},
      {"0 1e3\n", "graph.txt:1: found \"1e3\", expected a node id, a whole number of at most 15 digits"},
      {"0x1 2\n", "graph.txt:1: found \"0x1\", expected a node id, a whole number of at most 15 digits"},
      {"0,1\n", "graph.txt:1: found \"0,1\", expected a node id, a whole number of at most 15 digits"},
      {"FromNodeId ToNodeId\n0 1\n",
       "graph.txt:1: found \"FromNodeId\", expected a node id, a whole number of at most 15 digits"},
      {"% comment\n0 1\n", "graph.txt:1: found \"%\", expected a node id, a whole number of at most 15 digits"},
      {"0 1000000000000000\n",
       "graph.txt:1: found \"1000000000000000\", expected a node id, a whole number of at most 15 digits"},
      {"# fine\n0 1\n0 12345678901234567890123456789012345678901234567890\n",
       "graph.txt:3: found \"12345678901234567890123456789012...\", expected a node id, a whole number of at most 15 "
       "digits"},
      {"\xef\xbb\xbf"
       "0 1\n",
       "graph.txt:1: found \"\\xef\\xbb\\xbf0\", expected a node id, a whole number of at most 15 digits"},
      {std::string{"0\0 1\n", 5},
       "graph.txt:1: found \"0\\x00\", expected a node id, a whole number of at most 15 digits"},
      {"{\"nodes\": []}",
       "graph.txt:1: found \"{\"nodes\":\", expected a node id, a whole number of at most 15 digits"},
  }));
  CAPTURE(text);
  const auto list = parse_edge_list(text, "graph.txt");
  REQUIRE_FALSE(list.ok());
  CHECK(list.error() == Error{Errc::malformed, message});
}
