#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How large the stack of a thread may become (`ulimit -s`).
package enum StackLimit {
  /// Gives threads that begin from now on what documents of the greatest depth need, whatever the limit says: it is the limit
  /// of the first thread only, but the system takes it for the others' size too.
  package static func raise() {
    var limit = rlimit()
    if getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(useful) {
      limit.rlim_cur = min(limit.rlim_max, rlim_t(useful))
      _ = setrlimit(resource, &limit)
    }
    #if !canImport(Darwin)
      raiseDefault()
    #endif
  }

  #if !canImport(Darwin)
    /// Swift does not import the function, which is an extension of GNU's and musl's.
    private static func raiseDefault() {
      typealias SetDefault = @convention(c) (UnsafePointer<pthread_attr_t>) -> Int32
      guard let symbol = dlsym(nil, "pthread_setattr_default_np") else { return }
      var attributes = pthread_attr_t()
      guard pthread_attr_init(&attributes) == 0 else { return }
      defer { pthread_attr_destroy(&attributes) }
      var size = 0
      guard pthread_attr_getstacksize(&attributes, &size) == 0, size < useful else { return }
      pthread_attr_setstacksize(&attributes, useful)
      _ = unsafeBitCast(symbol, to: SetDefault.self)(&attributes)
    }
  #endif

  /// As systems have it by default, in bytes.
  private static let useful = 8 << 20

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_STACK.rawValue)
  #else
    private static let resource = RLIMIT_STACK
  #endif
}
