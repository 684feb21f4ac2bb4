package import JSONDocument
package import Recording

/// The lock as an object of a bucket: held by somebody, or free with the number of its last holder.
package struct LockDocument: Sendable, Equatable {
  package var fence: Int
  /// Nil: free.
  package var holder: LockInfo?
  /// Free, and not by its holder's own doing: that one may still live and believe to hold it.
  package var wasTaken: Bool
  /// Unlike in any other writing of the lock, so that we know our own again.
  package var writing: String

  package init(fence: Int, holder: LockInfo?, wasTaken: Bool = false, writing: String) {
    self.fence = fence
    self.holder = holder
    self.wasTaken = wasTaken
    self.writing = writing
  }

  package static let format = 1

  // MARK: Writing

  package var json: JSON {
    var json: JSON = [
      "format": "reconcile-lock", "version": .int(Self.format), "status": .string(holder == nil ? "free" : "held"),
      "fence": .int(fence),
    ]
    if holder == nil, wasTaken { json["releasedByForce"] = true }
    if let holder { Self.add(holder, to: &json) }
    json["writing"] = .string(writing)
    return json
  }

  private static func add(_ lock: LockInfo, to json: inout JSON) {
    let request = lock.request
    json["id"] = .string(lock.id)
    json["operation"] = .string(request.operation)
    json["who"] = .string(request.who)
    json["host"] = .string(request.host)
    json["pid"] = .int(Int(request.pid))
    json["runUrl"] = request.runURL.map { .string($0) }
    json["since"] = .int(Int(lock.since.seconds))
    json["expires"] = (lock.lease?.expires.seconds).map { .int(Int($0)) }
    json["process"] = lock.process.map { .string($0.description) }
    json["boot"] = lock.lease?.boot.map { .string($0) }
  }

  // MARK: Reading

  package enum ReadingError: Error, Equatable {
    case newerFormat(Int)
    case damaged(String)
  }

  package init(text: String) throws(ReadingError) {
    guard let json = try? JSON(text: text), json["format"]?.stringValue == "reconcile-lock",
      let version = json["version"]?.intValue
    else { throw .damaged("it is no lock of reconcile") }
    guard version <= Self.format else { throw .newerFormat(version) }
    guard let fence = json["fence"]?.countValue else { throw .damaged("its fence is no number that a lock can have") }
    guard let writing = json["writing"]?.stringValue, let status = json["status"]?.stringValue else {
      throw .damaged("it is no lock of reconcile")
    }
    let holder = status == "held" ? Self.holder(json, fence) : nil
    guard (holder == nil) == (status == "free") else { throw .damaged("what it says of its holder cannot be read") }
    self.init(
      fence: fence, holder: holder, wasTaken: json["releasedByForce"]?.boolValue ?? false, writing: writing)
  }

  private static func holder(_ json: JSON, _ fence: Int) -> LockInfo? {
    guard let id = json["id"]?.stringValue, let operation = json["operation"]?.stringValue,
      let who = json["who"]?.stringValue, let host = json["host"]?.stringValue,
      let pid = json["pid"]?.intValue.flatMap({ Int32(exactly: $0) }), let since = json["since"]?.intValue,
      let expires = json["expires"]?.intValue
    else { return nil }
    let request = LockRequest(operation: operation, who: who, host: host, pid: pid, runURL: json["runUrl"]?.stringValue)
    var lock = LockInfo(id: id, request: request, since: Timestamp(seconds: Int64(since)))
    lock.process = json["process"]?.stringValue.flatMap(ProcessMark.init)
    lock.lease = Lease(
      fence: fence, expires: Timestamp(seconds: Int64(expires)), boot: json["boot"]?.stringValue)
    return lock
  }
}
