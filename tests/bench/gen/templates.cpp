// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/gen/templates.h"

namespace weir::bench {

const std::array<std::string_view, 12> services{"payments", "checkout",  "gateway",  "search",
                                                "auth",     "inventory", "shipping", "catalog",
                                                "billing",  "notify",    "ledger",   "reports"};

const std::array<std::string_view, 48> users{
    "amelia", "bruno",  "chloe",  "diego", "elena", "farid",  "greta",  "hiro",   "ines",   "jonas",
    "katya",  "liam",   "mona",   "nils",  "olga",  "pavel",  "quinn",  "rosa",   "sven",   "tariq",
    "uma",    "viktor", "wanda",  "xenia", "yusuf", "zara",   "anders", "bianca", "carlos", "dalia",
    "emil",   "fatima", "gustav", "hanna", "ivan",  "jana",   "kofi",   "leila",  "mateo",  "nadia",
    "oskar",  "priya",  "rafael", "selma", "tomas", "ursula", "wei",    "yara"};

const std::array<Template, 40> templates{{
    {"info", 90, StatusClass::Ok, "GET /orders/%i took %mms for %N"},
    {"info", 35, StatusClass::Ok, "payment accepted id=%q amount=%i"},
    {"info", 70, StatusClass::Ok, "request %i from %a served %b bytes"},
    {"info", 60, StatusClass::None, "session opened for user %u from %a"},
    {"info", 55, StatusClass::None, "session closed for user %u after %ds"},
    {"info", 70, StatusClass::Ok, "GET /healthz ok, uptime %is, %n tasks"},
    {"info", 45, StatusClass::None, "consumed %n records from partition %n at %i"},
    {"info", 20, StatusClass::None, "order %q shipped by %N"},
    {"info", 38, StatusClass::Ok, "cache hit ratio %n/1000 over %i lookups"},
    {"info", 18, StatusClass::None, "job %q done in %ds, %i rows"},
    {"info", 16, StatusClass::None, "published %q to partition %n"},
    {"info", 30, StatusClass::Ok, "user %N logged in from %a, 2fa=%n"},
    {"info", 28, StatusClass::None, "lease renewed for worker %n until epoch %i"},
    {"info", 25, StatusClass::None, "flushed %i points to disk in %mms"},
    {"info", 22, StatusClass::None, "connected to %a:%p in %mms"},
    {"info", 10, StatusClass::Ok, "email queued for %N, message %q"},
    {"info", 18, StatusClass::None, "price updated for sku %i: %n.%n EUR"},
    {"info", 15, StatusClass::None, "replica %n caught up at lsn %i"},
    {"debug", 40, StatusClass::None, "evicting entry key=%k size=%b"},
    {"debug", 35, StatusClass::None, "select took %mms, plan %n, rows %i"},
    {"debug", 30, StatusClass::None, "gc pause %n us, heap %b bytes, cycle %i"},
    {"debug", 25, StatusClass::None, "token for %N refreshed, ttl %is"},
    {"debug", 20, StatusClass::None, "dns lookup of %a resolved in %mms"},
    {"debug", 20, StatusClass::None, "retry budget at %n of %n for %s"},
    {"debug", 15, StatusClass::None, "feature flag %n evaluated for user %u"},
    {"warn", 25, StatusClass::None, "slow query took %mms on shard %n"},
    {"warn", 22, StatusClass::Server, "timeout after %mms for user %u"},
    {"warn", 20, StatusClass::Client, "rate limit reached for %a, %n requests in %ns"},
    {"warn", 15, StatusClass::None, "queue depth %i above threshold %n on %s"},
    {"warn", 12, StatusClass::Client, "invalid token presented by %N from %a"},
    {"warn", 10, StatusClass::None, "disk usage at %n per mille on volume %n"},
    {"warn", 10, StatusClass::None, "clock skew of %mms detected against %a"},
    {"warn", 0, StatusClass::Server, "connection refused by %a:%p after %n attempts"},
    {"error", 12, StatusClass::Server, "deadline exceeded after %mms calling %s"},
    {"error", 10, StatusClass::Server, "payment %q declined by issuer, code %n"},
    {"error", 8, StatusClass::Server,
     "failed to write block %i: no space left on device, %b bytes free"},
    {"error", 7, StatusClass::Server, "panic recovered in handler %n: index %i out of range"},
    {"error", 5, StatusClass::Server, "could not reserve stock for order %q, sku %i"},
    {"error", 4, StatusClass::Server, "tls handshake with %a:%p failed after %mms"},
    {"fatal", 1, StatusClass::Server, "out of memory allocating %b bytes, exiting with code %n"},
}};

} // namespace weir::bench
