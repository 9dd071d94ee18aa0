#include "tests/support/http_peer.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <memory>
#include <stdexcept>
#include <utility>

namespace larm::test {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr long day_s = 86'400;

template <auto Free>
struct Freed {
    template <typename Thing>
    void operator()(Thing* thing) const {
        Free(thing);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bytes = std::unique_ptr<BIO, Freed<BIO_free_all>>;

template <typename Thing>
Thing* must(Thing* thing) {
    if (thing == nullptr) {
        throw std::runtime_error{"OpenSSL refuses to make a certificate"};
    }
    return thing;
}

std::string text_of(BIO* bytes) {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bytes, &data);
    return {data, static_cast<std::size_t>(size)};
}

gateways::TlsIdentity pem_of(X509* certificate, EVP_PKEY* key) {
    Bytes const certificate_pem{BIO_new(BIO_s_mem())};
    Bytes const key_pem{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(certificate_pem.get(), certificate);
    PEM_write_bio_PrivateKey(key_pem.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return {text_of(certificate_pem.get()), text_of(key_pem.get())};
}

void extend(X509* certificate, X509* issuer, int kind, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = must(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate blank(EVP_PKEY* key, std::string const& name, int days) {
    static long serial = 1;
    Certificate certificate{must(X509_new())};
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * day_s);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0);
    return certificate;
}

bool is_ip(std::string const& name) {
    boost::system::error_code wrong;
    static_cast<void>(boost::asio::ip::make_address(name, wrong));
    return !wrong;
}

}  // namespace

HttpPeer::HttpPeer(gateways::HttpServer::Answerer answerer,
                   std::optional<gateways::TlsIdentity> identity)
    : answerer_{std::move(answerer)},
      server_{[this](HttpAsked const& asked) { return answer(asked); }, std::move(identity)} {}

void HttpPeer::answer_with(gateways::HttpServer::Answerer answerer) {
    std::lock_guard const lock{mutex_};
    answerer_ = std::move(answerer);
}

void HttpPeer::answer_with(HttpSaid said) {
    answer_with([said = std::move(said)](HttpAsked const&) { return said; });
}

std::vector<HttpAsked> HttpPeer::asked() const {
    std::lock_guard const lock{mutex_};
    return asked_;
}

bool HttpPeer::wait_for(std::size_t count) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return asked_.size() >= count; });
}

HttpSaid HttpPeer::answer(HttpAsked const& asked) {
    gateways::HttpServer::Answerer answerer;
    {
        std::lock_guard const lock{mutex_};
        asked_.push_back(asked);
        answerer = answerer_;
    }
    changed_.notify_all();
    return answerer ? answerer(asked) : HttpSaid{};
}

TestAuthority::TestAuthority() {
    Key const key{must(EVP_EC_gen("P-256"))};
    auto const certificate = blank(key.get(), "Authority of a test", 30);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    extend(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash");
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    own_ = pem_of(certificate.get(), key.get());
}

gateways::TlsIdentity TestAuthority::identity(std::vector<std::string> const& names,
                                              int days) const {
    Bytes const issuer_pem{
        BIO_new_mem_buf(own_.certificate.data(), static_cast<int>(own_.certificate.size()))};
    Bytes const issuer_key_pem{BIO_new_mem_buf(own_.key.data(), static_cast<int>(own_.key.size()))};
    Certificate const issuer{must(PEM_read_bio_X509(issuer_pem.get(), nullptr, nullptr, nullptr))};
    Key const issuer_key{
        must(PEM_read_bio_PrivateKey(issuer_key_pem.get(), nullptr, nullptr, nullptr))};
    Key const key{must(EVP_EC_gen("P-256"))};
    auto const certificate = blank(key.get(), names.front(), days);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
    std::string listed;
    for (auto const& name : names) {
        listed += (listed.empty() ? "" : ",") + std::string{is_ip(name) ? "IP:" : "DNS:"} + name;
    }
    extend(certificate.get(), issuer.get(), NID_subject_alt_name, listed);
    X509_sign(certificate.get(), issuer_key.get(), EVP_sha256());
    return pem_of(certificate.get(), key.get());
}

}  // namespace larm::test
