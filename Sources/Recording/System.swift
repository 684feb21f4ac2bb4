
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import GRDB
import Synchronization

/// The database of a store once it is open; opening happens once.
final class OpenedDatabase: Sendable {
  private let pool = Mutex<DatabasePool?>(nil)

  func get(_ connect: () throws(StateError) -> DatabasePool) throws(StateError) -> DatabasePool {
    try pool.withLock { pool throws(StateError) in
      if let pool { return pool }
      let opened = try connect()
      pool = opened
      return opened
    }
  }
}

enum SystemFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes the folder that `path` lies in, with all above it.
  static func makeParent(of path: String) throws(StateError) {
    guard let slash = path.lastIndex(of: "/") else { return }
    var made = path.hasPrefix("/") ? "" : "."
    for part in path[..<slash].split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o755) != 0, errno != EEXIST {
        throw .unavailable(path: path, what: "the folder \(made) cannot be made: \(String(cString: strerror(errno)))")
      }
    }
  }
}

package enum SystemClock {
  package static let now: @Sendable () -> Timestamp = { Timestamp(seconds: Int64(time(nil))) }
}

package enum RandomId {
  /// 32 random hexadecimal digits.
  package static let make: @Sendable () -> String = {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

/// Whether the process that holds a lock still lives on this host.
enum ProcessLife {
  static func isGone(pid: Int32, start: String?) -> Bool {
    if kill(pid, 0) != 0, errno == ESRCH { return true }
    guard let start, let now = startMark(of: pid) else { return false }
    return now != start  // the number was given to another process since
  }

  /// Field 22 of `/proc/PID/stat` (proc(5)): ticks since boot when the process began. Nil where there is no /proc.
  static func startMark(of pid: Int32) -> String? {
    let descriptor = Glibc.open("/proc/\(pid)/stat", O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 2048)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 19 ? String(fields[19]) : nil
  }
}
