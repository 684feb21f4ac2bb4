import ArgumentParser
import Platform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A reader that goes away (`reconcile plan … | head`) must not kill an apply, nor a file that may not grow (`ulimit -f`): whoever
// writes sees a failed write.
signal(SIGPIPE, SIG_IGN)
signal(SIGXFSZ, SIG_IGN)
StackLimit.raise()
exit(await Program.run(CommandLine.arguments.dropFirst()))
