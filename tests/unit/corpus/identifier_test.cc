#include "corpus/base/identifier.h"

#include <catch2/catch.hpp>

using namespace labtrail;

TEST_CASE("what people paste is read as the identifier that it is, in one spelling") {
  struct Row {
    const char* text;
    const char* identifier;
  };
  for (const Row& row : std::vector<Row>{
           {"10.1000/182", "doi:10.1000/182"},
           {" DOI:10.1109/CVPR.2019.00123 ", "doi:10.1109/cvpr.2019.00123"},
           {"doi: 10.1000/x", "doi:10.1000/x"},
           {"DOI 10.1000/x", "doi:10.1000/x"},
           {"PMID  12345678", "pmid:12345678"},
           {"https://doi.org/10.1000/AB.C", "doi:10.1000/ab.c"},
           {"http://dx.doi.org/10.1000/x?utm=1#top", "doi:10.1000/x"},
           {"10.1002/(SICI)1097-0258(1998)17:1<1::AID#3>", "doi:10.1002/(sici)1097-0258(1998)17:1<1::aid#3>"},
           {"https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"},
           {"10.1000/x.", "doi:10.1000/x"},
           {"arXiv:2101.00001", "arxiv:2101.00001"},
           {"ARXIV:2101.00001v12", "arxiv:2101.00001"},
           {"arXiv:cs.LG/0101001v1", "arxiv:cs.lg/0101001"},
           {"https://arxiv.org/abs/2101.00001v3", "arxiv:2101.00001"},
           {"www.arxiv.org/pdf/2101.00001.pdf", "arxiv:2101.00001"},
           {"https://openalex.org/w12", "openalex:W12"},
           {"openalex:W12", "openalex:W12"},
           {"https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678"},
           {"PMID:12345678", "pmid:12345678"},
           {"PMC1234567", "pmcid:pmc1234567"}}) {
    INFO(row.text);
    CHECK(base::pasted_identifier(row.text) == row.identifier);
    CHECK(base::pasted_identifier(row.identifier) == row.identifier);
  }
}

TEST_CASE("prose, numbers and other addresses are no identifiers") {
  for (const char* text : {"",
                           "10",
                           "10.1",
                           "10.5/x",
                           "10.1000/",
                           "10.1000",
                           "2101.00001",
                           "1/2",
                           "robots",
                           "doi x",
                           "doi: doi: 10.1000/x",
                           "doi:10.1000/x y",
                           "doi:",
                           "doi:x",
                           "arXiv:",
                           "arXiv:robots",
                           "openalex:A12",
                           "pmid:x",
                           "pmc",
                           "PMCs are",
                           "10.1000/x y",
                           "10.1000/x*",
                           "https://example.org/10.1000/x",
                           "https://arxiv.org/list/cs.LG",
                           "https://openalex.org/A12",
                           "version10.1000/x",
                           "之江实验室"}) {
    INFO(text);
    CHECK(base::pasted_identifier(text).empty());
  }
}
