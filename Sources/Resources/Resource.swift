package import JSONDocument

/// One wanted resource: its address, which object it is, and its attributes in the shape of the ECS API.
package struct Resource: Sendable, Equatable {
  package var address: Address
  package var identity: ResourceIdentity
  /// What the files declare, interpolated, without output-only members. Lossless: unknown fields are kept.
  package var attributes: JSON
  /// Members that refer to another resource of the environment, such as a service's `taskDefinition`.
  package var links: [Link]
  /// The file that declares it, as the person would type it.
  package var file: String

  package struct Link: Sendable, Equatable {
    package var member: String
    package var target: Address

    package init(member: String, target: Address) {
      self.member = member
      self.target = target
    }
  }

  package init(address: Address, identity: ResourceIdentity, attributes: JSON, links: [Link] = [], file: String = "") {
    self.address = address
    self.identity = identity
    self.attributes = attributes
    self.links = links
    self.file = file
  }

  /// The managed task definition of a service, when it has one.
  package var taskDefinitionLink: Address? {
    links.first { $0.member == ServiceDocument.revisionMember }?.target
  }
}
