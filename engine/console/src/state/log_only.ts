// What stands beside a delivery that went to the log for want of its channel (engine/core/log_only.hpp): it has reached nobody.
const only_logged = "log only: no person has been reached by this";

export const isOnlyLogged = ({ why }: { readonly why: string }): boolean => why === only_logged;
