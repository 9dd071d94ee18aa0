// A row of the table from verb to method.
#pragma once

namespace larm::cli {

struct Rpc {
    char const* verb;
    char const* method;  ///< "IncidentService/ConfirmIncident"
    char const* help;
    char const* example;
};

}  // namespace larm::cli
