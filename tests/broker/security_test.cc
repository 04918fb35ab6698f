// TLS and passwords against a real broker: what is right works; what is wrong is named in the log,
// and when it is put right the daemon goes on without a restart. Passwords are SCRAM's, except
// where broker and library do not agree on it: there they are PLAIN's.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/broker/cluster.h"
#include "tests/broker/pipeline.h"

namespace hearsay::test {
namespace {

namespace fs = std::filesystem;

constexpr int kPartitions = 3;
// 2.6.1: versions before it send the client's nonce twice, which Kafka 4 does not take.
constexpr int kScramOfKafka4 = 0x020601ff;

bool scram_works() {
  const char* version = std::getenv("KAFKA_VERSION");
  return version == nullptr || std::string(version) < "4" || rd_kafka_version() >= kScramOfKafka4;
}

// The broker's setting for PLAIN, with the one user and this password.
std::string plain_user(const std::string& password) {
  return "listener.name.secure.plain.sasl.jaas.config="
         "org.apache.kafka.common.security.plain.PlainLoginModule required user_hearsay=\"" +
         password + "\";";
}

// A CA and the servers' certificates under it, made anew for each test by the openssl program.
class Certificates {
 public:
  explicit Certificates(fs::path dir) : dir_(std::move(dir)) {
    fs::create_directories(dir_);
    for (const char* name : {"ca", "other-ca"}) {
      run(std::string("req -x509 ") + kKey + " -keyout " + name + ".key -out " + name +
          ".pem -days 2 -subj '/CN=hearsay test " + name + "'");
    }
    make_server("good", "localhost", 2);
    make_server("expired", "localhost", -1);
    make_server("other-host", "elsewhere.example", 2);
    make_server("desk", "desk.example", 2);  // a client's
  }
  ~Certificates() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string file(const std::string& name) const { return (dir_ / name).string(); }
  // Puts one file in the place of another, as an operator would.
  void put(const std::string& from, const std::string& to) const {
    fs::copy_file(file(from), file(to), fs::copy_options::overwrite_existing);
  }

 private:
  static constexpr const char* kKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

  // NAME.pem: the key and the certificate, as the broker takes them.
  void make_server(const std::string& name, const std::string& host, int days) {
    run(std::string("req ") + kKey + " -keyout " + name + ".key -out " + name +
        ".csr -subj /CN=" + host + " -addext subjectAltName=DNS:" + host);
    run("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days " +
        std::to_string(days) + " -copy_extensions copy -out " + name + ".crt");
    std::ofstream(file(name + ".pem"))
        << std::ifstream(file(name + ".key")).rdbuf() << std::ifstream(file(name + ".crt")).rdbuf();
  }

  void run(const std::string& arguments) {
    const std::string line =
        "cd '" + dir_.string() + "' && openssl " + arguments + " >>openssl.log 2>&1";
    EXPECT_EQ(std::system(line.c_str()), 0) << line;
  }

  fs::path dir_;
};

class Security : public testing::Test {
 protected:
  Security()
      : certificates_(fs::temp_directory_path() / ("hearsay-tls-" + std::to_string(getpid()))) {
    certificates_.put("good.pem", "server.pem");
    certificates_.put("ca.pem", "trusted.pem");
    std::ofstream(certificates_.file("user")) << "hearsay\n";
    std::ofstream(certificates_.file("password")) << "right\n";
  }

  void SetUp() override {
    if (!scram_works()) {
      more_ += " --set listener.name.secure.sasl.enabled.mechanisms=PLAIN --set '" +
               plain_user("right") + "'";
    }
    cluster_ = std::make_unique<Cluster>(
        1, std::string("--listener SECURE=") + (password_ ? "SASL_SSL" : "SSL") +
               ":localhost --user hearsay:right"
               " --set listener.name.secure.ssl.keystore.type=PEM"
               " --set listener.name.secure.ssl.keystore.location=" +
               certificates_.file("server.pem") + more_);
    if (!cluster_->started()) GTEST_SKIP() << "left out: deploy/kafka/broker starts no broker here";
    word_ = fresh_word();
    create(cluster_->brokers(), {news()}, kPartitions);
    far_ = Pipeline(cluster_->line_of("listener-SECURE"), word_, news(), testing::TempDir());
    near_ = Pipeline(cluster_->brokers(), word_, news(), testing::TempDir());
    near_.create_topics(kPartitions);
    seed_ = drawn_seed();
    std::cout << "HEARSAY_SEED=" << seed_ << "\n";
  }

  void TearDown() override {
    if (HasFailure()) std::cerr << "the daemon's log: " << near_.log_file() << "\n";
  }

  std::string news() const { return word_ + ".news"; }

  Child start() const {
    const auto line = [&](const char* property, const std::string& value) {
      return "  " + std::string(property) + ": " + value + "\n";
    };
    const std::string password =
        line("security.protocol", "sasl_ssl") +
        line("sasl.mechanism", scram_works() ? "SCRAM-SHA-512" : "PLAIN") +
        line("sasl.username", "{file: " + certificates_.file("user") + "}") +
        line("sasl.password", "{file: " + certificates_.file("password") + "}");
    const std::string certificate =
        line("security.protocol", "ssl") +
        line("ssl.certificate.location", certificates_.file("desk.crt")) +
        line("ssl.key.location", certificates_.file("desk.key"));
    return far_.start("one", "tag, track", {},
                      "kafka:\n" + line("broker.address.family", "v4") +
                          line("ssl.ca.location", certificates_.file("trusted.pem")) +
                          (password_ ? password : certificate));
  }

  // Another certificate is the server's from its next start on.
  void change_server(const std::string& certificate) {
    cluster_->stop(1);
    certificates_.put(certificate, "server.pem");
    cluster_->start();
  }

  // The one that the brokers take from now on.
  void change_password(const std::string& password) {
    if (scram_works()) {
      EXPECT_TRUE(cluster_->control("user", "hearsay " + password));
      return;
    }
    cluster_->stop(1);
    // The last of two lines for one setting holds.
    std::ofstream(cluster_->dir() / "node1/server.properties", std::ios::app)
        << plain_user(password) << "\n";
    cluster_->start();
  }

  void feed(int to) {
    send_all(cluster_->brokers(), news(), news_items(seed_, fed_, to));
    fed_ = to;
  }

  void expect_named(const std::string& reason, int seconds) {
    for (int i = 0; i < seconds * 10; ++i) {
      const std::string log = near_.log();
      const size_t at = log.rfind("code=brokers.down");
      if (at != std::string::npos && log.find(reason, at) != std::string::npos) return;
      usleep(100'000);
    }
    ADD_FAILURE() << "no line brokers.down within " << seconds << " s that says: " << reason << "\n"
                  << near_.log();
  }

  void expect_whole() {
    ASSERT_TRUE(near_.settled(90)) << near_.log();
    near_.expect_lawful(static_cast<size_t>(fed_));
  }

  Certificates certificates_;
  std::unique_ptr<Cluster> cluster_;
  std::string word_;
  bool password_ = true;  // else the client shows a certificate
  std::string more_;      // of the cluster
  Pipeline far_, near_;   // the same topics: over TLS, and over the plain listener for the test
  uint64_t seed_ = 0;
  int fed_ = 0;
};

TEST_F(Security, AServersBadCertificateIsNamedAndAGoodOneEndsIt) {
  Child member = start();
  feed(100);
  expect_whole();
  change_server("expired.pem");
  feed(200);
  expect_named("certificate has expired", 30);
  change_server("other-host.pem");
  expect_named("hostname mismatch", 30);
  change_server("good.pem");
  feed(300);
  expect_whole();
  EXPECT_TRUE(member.running());
}

TEST_F(Security, AWrongCaIsNamedAndTheRightOneEndsIt) {
  certificates_.put("other-ca.pem", "trusted.pem");
  Child member = start();
  feed(100);
  expect_named("unable to get local issuer certificate", 30);
  certificates_.put("ca.pem", "trusted.pem");
  expect_whole();
  EXPECT_TRUE(member.running());
}

TEST_F(Security, AWrongPasswordIsNamedAndNotShownAndTheRightOneEndsIt) {
  std::ofstream(certificates_.file("password")) << "secret-not-right\n";
  Child member = start();
  feed(100);
  expect_named("_AUTHENTICATION", 30);
  EXPECT_EQ(near_.log().find("secret-not-right"), std::string::npos);
  change_password("secret-not-right");
  expect_whole();
  EXPECT_TRUE(member.running());
}

class ClientCertificate : public Security {
 protected:
  ClientCertificate() {
    password_ = false;
    more_ =
        " --set listener.name.secure.ssl.client.auth=required"
        " --set listener.name.secure.ssl.truststore.type=PEM"
        " --set listener.name.secure.ssl.truststore.location=" +
        certificates_.file("ca.pem");
  }
};

TEST_F(ClientCertificate, IsEnough) {
  Child member = start();
  feed(100);
  expect_whole();
  EXPECT_TRUE(member.running());
}

// What a user may do, as `hearsay check` says it. The plain listener is the administrator's.
class Rights : public Security {
 protected:
  Rights() {
    more_ =
        " --set authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer"
        " --set super.users=User:ANONYMOUS --set allow.everyone.if.no.acl.found=true";
  }

  std::string check() const {
    const std::string out = testing::TempDir() + word_ + "-check.txt";
    start();  // for its configuration; it is killed at once
    const std::string line = std::string(HEARSAY_BINARY) + " check --config " + testing::TempDir() +
                             word_ + "-one.yaml >" + out + " 2>&1";
    static_cast<void>(std::system(line.c_str()));
    std::ifstream file(out);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void allow(const std::string& topics, rd_kafka_AclOperation_t what) {
    allow_topics(cluster_->brokers(), "User:hearsay", topics, what);
  }
};

TEST_F(Rights, CheckNamesEachOneThatIsMissingAndLeavesNoTrace) {
  const std::string topics = word_ + ".";
  allow(topics, RD_KAFKA_ACL_OPERATION_DESCRIBE);
  allow(topics, RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS);
  allow(near_.topic("assertions"), RD_KAFKA_ACL_OPERATION_WRITE);
  std::string found = check();
  EXPECT_NE(
      found.find("ok   topic " + near_.topic("assertions") + ": 3 partitions, may be written\n"),
      std::string::npos)
      << found;
  EXPECT_NE(found.find("BAD  topic " + near_.topic("claims") + ": not written: TOPIC_AUTH"),
            std::string::npos)
      << found;
  EXPECT_NE(found.find("BAD  topic " + news() + ": not read: TOPIC_AUTH"), std::string::npos)
      << found;

  allow(topics, RD_KAFKA_ACL_OPERATION_READ);
  allow(topics, RD_KAFKA_ACL_OPERATION_WRITE);
  found = check();
  EXPECT_EQ(found.find("BAD"), std::string::npos) << found;
  EXPECT_NE(found.find("ok   topic " + near_.topic("claims") +
                       ": 3 partitions, may be read, may be written\n"),
            std::string::npos)
      << found;
  for (const char* name : {"assertions", "claims", "checkpoints", "dead-letters"}) {
    EXPECT_FALSE(transactions_open(cluster_->brokers(), near_.topic(name))) << name;
    EXPECT_EQ(read_all(cluster_->brokers(), near_.topic(name)).size(), 0u) << name;
  }
}

}  // namespace
}  // namespace hearsay::test
