#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many files this process may have open at once.
package enum OpenFileLimit {
  /// With fewer the state, the cloud and started programs get none at some point; so does the runtime, which then ends the
  /// process with a signal (libdispatch reads `/proc/self/task` while threads wait).
  package static let needed = 64

  /// Raises the limit as far as that is allowed and of use. Returns it when it is too low all the same.
  package static func raised() -> Int? {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(useful) else { return nil }
    limit.rlim_cur = min(limit.rlim_max, rlim_t(useful))
    _ = setrlimit(resource, &limit)
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(needed) else { return nil }
    return Int(limit.rlim_cur)
  }

  /// Enough for every number of steps side by side that makes sense.
  private static let useful = 4096

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let resource = RLIMIT_NOFILE
  #endif
}
