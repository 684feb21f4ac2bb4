package import JSONDocument

/// Something that must be true after a rollout of a service: an address answers as expected, or a command succeeds.
package struct RolloutCheck: Sendable, Equatable {
  package enum Probe: Sendable, Equatable {
    /// GET of the address answers `status`, and its JSON has these values at these pointers (RFC 6901), in their order.
    case http(status: Int, values: [Expectation])
    /// The program with its arguments ends with exit code 0. No shell takes part.
    case command([String])
  }

  package struct Expectation: Sendable, Equatable {
    package var pointer: String
    package var value: JSON

    package init(pointer: String, value: JSON) {
      self.pointer = pointer
      self.value = value
    }
  }

  package var probe: Probe
  package var url: String?
  /// Name of the service's file, and the tag of its first image; commands are told.
  package var service: String
  package var tag: String?
  package var attempts: Int
  /// Seconds between two attempts.
  package var interval: Int
  /// Seconds that one attempt may take.
  package var timeout: Int
  /// The last apply had none like it.
  package var isNew = false

  package init(
    _ probe: Probe, url: String? = nil, service: String, tag: String? = nil, attempts: Int = 1, interval: Int = 5,
    timeout: Int = 60
  ) {
    self.probe = probe
    self.url = url
    self.service = service
    self.tag = tag
    self.attempts = attempts
    self.interval = interval
    self.timeout = timeout
  }

  /// The address, or the program.
  package var name: String {
    switch probe {
    case .http: url ?? ""
    case .command(let words): words.first ?? ""
    }
  }
}
