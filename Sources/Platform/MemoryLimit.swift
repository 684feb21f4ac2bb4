#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much address space this process may have (`ulimit -v`).
package enum MemoryLimit {
  /// MiB. With less a thread may get no stack, for which the runtime waits without end.
  package static let needed = 1024

  /// The limit in MiB when it is too low.
  package static func tooLow() -> Int? {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(needed << 20) else { return nil }
    return Int(limit.rlim_cur >> 20)
  }

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
  #else
    private static let resource = RLIMIT_AS
  #endif
}

/// How large a file of this process may become (`ulimit -f`).
package enum FileSizeLimit {
  /// In KiB; nil when there is none.
  package static func limit() -> Int? {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(Int64.max) else { return nil }
    return Int(limit.rlim_cur >> 10)
  }

  /// To be added to what a failed write is called; empty where nothing limits files.
  package static var note: String { limit().map { "; files may have \($0) KiB only (`ulimit -f`)" } ?? "" }

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
    private static let resource = RLIMIT_FSIZE
  #endif
}
