// The verbs of `larm transfer`, which are all calls of one method each.
#pragma once

#include <array>

#include "engine/larm/rpc_row.hpp"

namespace larm::cli {

inline constexpr auto transfer_rpcs = std::to_array<Rpc>({
    {"status", "TransferService/GetTransfers",
     "Who goes where with what and why, who is left behind, and which answers are awaited",
     "larm transfer status"},
    {"plan", "TransferService/Propose", "Plan anew, now", "larm transfer plan --replace"},
    {"move", "TransferService/ProposeMove", "Propose a move of your own",
     "larm transfer move --from-site galleria --to-hospital FAL --severity severe --count 2"},
    {"accept", "TransferService/Accept",
     "Take what is proposed to a region, or to a hospital; a part of one move with --count",
     "larm transfer accept --region dalarna --move 1-2"},
    {"amend", "TransferService/Amend",
     "Take a move at another hospital of the same region, or fewer",
     "larm transfer amend --region dalarna --move 1-2 --to-hospital MOR --count 2"},
    {"decline", "TransferService/Decline", "Do not take what is proposed, and why",
     "larm transfer decline --region dalarna --move 1-2 --reason \"Operation full\""},
    {"depart", "TransferService/Depart", "Say that patients have left",
     "larm transfer depart --move 1-2"},
    {"arrive", "TransferService/Arrive", "Say that patients are there",
     "larm transfer arrive --move 1-2"},
    {"divert", "TransferService/Divert",
     "Take patients who are under way to another hospital; by who leads what was said by voice",
     "larm transfer divert --region orebro --move 1-2 --to-hospital USO --via phone"},
    {"undo", "TransferService/Undo",
     "Undo that patients were said to have left, or to be there, by mistake",
     "larm transfer undo --move 1-2 --state arrived"},
    {"release", "TransferService/Release",
     "Release the promised vehicles of a move that has arrived",
     "larm transfer release --move 1-2"},
    {"call-off", "TransferService/CallOff", "Call off moves that have not left",
     "larm transfer call-off --move 1-2 --reason \"Patienten avled\""},
});

}  // namespace larm::cli
