// Ticker symbols: every way in which news writes one.
#include "rules/tickers.h"

#include <algorithm>

namespace hearsay {
namespace {

// The longest real symbols are like "688981.SH" or "RELIANCE.NS".
constexpr size_t kTickerBytesMax = 16;
// "$CAT" is a company, "$cat" may be a joke; from four letters on nobody writes it by chance.
constexpr size_t kCashtagAnyCaseLetters = 4;
// Shorter bare symbols are words.
constexpr size_t kBareLettersMin = 3;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), digit); }

class Forms {
 public:
  void add(std::string written, bool bare = false, bool any_case = false) {
    TickerForm form{std::move(written), bare, any_case};
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) {
      forms_.push_back(std::move(form));
    }
  }
  // "2330.TW", "2330-TW".
  void add_with_exchange(const std::string& code, const std::string& exchange) {
    for (const char* between : {".", "-"}) add(code + between + exchange);
  }
  std::vector<TickerForm> take() { return std::move(forms_); }

 private:
  std::vector<TickerForm> forms_;
};

// (1984) and (2025) are years far more often than companies.
bool like_a_year(std::string_view code) {
  return code.size() == 4 && (code.substr(0, 2) == "19" || code.substr(0, 2) == "20");
}

void add_hong_kong(Forms& forms, std::string_view code) {
  while (code.size() > 1 && code.front() == '0') code.remove_prefix(1);
  const std::string number(code);
  for (size_t width : {number.size(), size_t{4}, size_t{5}}) {
    if (width < number.size()) continue;
    const std::string padded = std::string(width - number.size(), '0') + number;
    forms.add_with_exchange(padded, "HK");
    if (width >= 4 && !like_a_year(padded)) forms.add(padded, true);
  }
}

void add_mainland(Forms& forms, const std::string& code, std::string_view exchange) {
  if (exchange.empty()) {
    const char first = code.front();
    exchange = first == '6' ? "SH" : first == '8' || first == '4' || first == '9' ? "BJ" : "SZ";
  }
  if (exchange == "SS") exchange = "SH";
  forms.add_with_exchange(code, std::string(exchange));
  forms.add(std::string(exchange) + code);
  if (exchange == "SH") forms.add(code + ".SS");
  forms.add(code, true);
}

void add_taiwan(Forms& forms, const std::string& code) {
  for (const char* exchange : {"TW", "TWO", "TT"}) forms.add_with_exchange(code, exchange);
  if (!like_a_year(code)) forms.add(code, true);
}

void add_american(Forms& forms, const std::string& symbol) {
  forms.add("$" + symbol, false, symbol.size() >= kCashtagAnyCaseLetters);
  for (const char* exchange : {".O", ".N", ".US", ".OQ"}) forms.add(symbol + exchange);
  if (symbol.size() < kBareLettersMin) {  // "AI" and "IT" are words: not looked for alone
    for (const char* exchange : {"NYSE: ", "NYSE:", "NASDAQ: ", "NASDAQ:"}) {
      forms.add(exchange + symbol);
    }
  } else {
    forms.add(symbol, true);
  }
}

}  // namespace

std::vector<TickerForm> ticker_forms(std::string_view ticker) {
  Forms forms;
  const auto allowed = [](char c) {
    return digit(c) || capital(c) || c == '.' || c == '-' || c == '&';
  };
  if (ticker.empty() || ticker.size() > kTickerBytesMax ||
      !std::all_of(ticker.begin(), ticker.end(), allowed) || ticker.front() == '.' ||
      ticker.back() == '.') {
    return {};
  }
  const size_t dot = ticker.rfind('.');
  const std::string base(ticker.substr(0, dot));
  const std::string_view exchange = dot == ticker.npos ? "" : ticker.substr(dot + 1);

  if (all_digits(base)) {
    if (base.size() <= 5 && (exchange == "HK" || (exchange.empty() && base.size() == 5))) {
      add_hong_kong(forms, base);
    } else if (base.size() == 6 && (exchange.empty() || exchange == "SH" || exchange == "SS" ||
                                    exchange == "SZ" || exchange == "BJ")) {
      add_mainland(forms, base, exchange);
    } else if (base.size() == 4 && (exchange.empty() || exchange == "TW" || exchange == "TWO")) {
      add_taiwan(forms, base);
    } else if (!exchange.empty()) {
      forms.add(std::string(ticker));
    }
  } else if (exchange.empty() || exchange == "O" || exchange == "N" || exchange == "US") {
    add_american(forms, base);
  } else {
    forms.add(std::string(ticker));
    if (exchange.size() == 1) forms.add("$" + std::string(ticker));  // a share class: BRK.B
  }
  return forms.take();
}

}  // namespace hearsay
