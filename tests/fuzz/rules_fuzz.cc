// Any bytes as a file of rules: entities, a pack, a lexicon, or the model of roles or tones. The
// first byte says which.
#include "pipeline/core/tone_model.h"
#include "rules/entities.h"
#include "rules/lexicon.h"
#include "rules/pack.h"
#include "rules/role_model.h"
#include "tests/fuzz/laws.h"

namespace {

// Whoever wrote the file must find the place.
template <typename Loaded>
void names_its_file(const Loaded& loaded) {
  hearsay::fuzz::require(loaded.has_value() || loaded.error().text.starts_with("own.file"),
                         "an error names its file");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  if (size == 0) return 0;
  const SourceFile file{"own.file",
                        std::string(reinterpret_cast<const char*>(bytes) + 1, size - 1)};
  switch (bytes[0]) {
    case 'e':
      names_its_file(load_entities({file}));
      break;
    case 'p':
      names_its_file(load_packs({file}));
      break;
    case 'r':
      names_its_file(RoleModel::load(file));
      break;
    case 'l':
      names_its_file(Lexicon::load({file}));
      break;
    case 't':
      names_its_file(ToneModel::load(file));
      break;
    default:
      break;
  }
  return 0;
}
