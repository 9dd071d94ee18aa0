#include "simulators/gateways/smtp_certificate.hpp"
#include "simulators/gateways/freed.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace larm::gateways {
namespace {

void extend(X509* certificate, int what, char const* value) {
    X509V3_CTX context{};
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    Held<X509_EXTENSION, X509_EXTENSION_free> const extension{
        X509V3_EXT_conf_nid(nullptr, &context, what, value)};
    if (extension == nullptr || X509_add_ext(certificate, extension.get(), -1) != 1) {
        throw std::runtime_error{"no certificate"};
    }
}

template <typename Write>
std::string pem(Write const& write) {
    Held<BIO, BIO_free_all> const memory{BIO_new(BIO_s_mem())};
    write(memory.get());
    char* bytes = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

OwnCertificate make_certificate() {
    Held<EVP_PKEY, EVP_PKEY_free> const key{EVP_EC_gen("P-256")};
    Held<X509, X509_free> const certificate{X509_new()};
    if (key == nullptr || certificate == nullptr) {
        throw std::runtime_error{"no certificate"};
    }
    auto* const made = certificate.get();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made), 24L * 3600);
    X509_set_pubkey(made, key.get());
    auto* const name = X509_get_subject_name(made);
    constexpr unsigned char called[] = "larm test authority";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, called, -1, -1, 0);
    X509_set_issuer_name(made, name);
    extend(made, NID_basic_constraints, "critical,CA:TRUE");
    extend(made, NID_subject_alt_name, "IP:127.0.0.1");
    X509_sign(made, key.get(), EVP_sha256());
    return {pem([&](BIO* to) { PEM_write_bio_X509(to, made); }), pem([&](BIO* to) {
                PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

}  // namespace larm::gateways
