import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A reader that goes away (`reconcile plan … | head`) must not kill an apply; `Output` sees it as a failed write.
signal(SIGPIPE, SIG_IGN)
exit(await Program.run(CommandLine.arguments.dropFirst()))
