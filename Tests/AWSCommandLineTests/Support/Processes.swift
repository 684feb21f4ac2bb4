#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func endProcess(_ id: Int32) { kill(id, SIGKILL) }
