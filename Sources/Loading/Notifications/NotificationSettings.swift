/// Somebody who is to be told what becomes of an environment.
package struct NotificationSettings: Sendable, Equatable {
  package enum Sink: String, Sendable, CaseIterable {
    case slack, teams, webhook, portainer
  }

  package enum Occasion: String, Sendable, CaseIterable {
    /// A run has begun to change something.
    case start
    /// It has ended as it should.
    case success
    /// It has ended in any other way.
    case failure
    /// Somebody else has changed something: only where `drift` is asked to tell it.
    case drift
  }

  /// Where a secret lies that the files do not hold.
  package enum Source: Sendable, Equatable {
    /// A variable of the process.
    case variable(String)
    /// Absolute path.
    case file(String)
  }

  package var sink: Sink
  /// Of its address, in which a token is.
  package var url: Source
  /// Of the key that signs what is sent; only a webhook has one.
  package var secret: Source?
  /// The key of the image whose tag is told; only Portainer asks for one.
  package var image: String?
  package var occasions: Set<Occasion>

  package init(
    _ sink: Sink, url: Source, secret: Source? = nil, image: String? = nil, on occasions: Set<Occasion> = [.success, .failure]
  ) {
    self.sink = sink
    self.url = url
    self.secret = secret
    self.image = image
    self.occasions = occasions
  }
}
