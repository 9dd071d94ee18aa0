// Whether the help is open: the header and a key open it, and it is loaded then.
class Help {
  isOpen = $state(false);
}

export const help = new Help();
