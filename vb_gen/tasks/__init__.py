"""What the commands do, without anything of the command line."""
