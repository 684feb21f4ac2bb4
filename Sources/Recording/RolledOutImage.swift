package import JSONDocument

/// An image that a run brought to the containers of a service, or took back from them: what runs, and not what a tag map says.
package struct RolledOutImage: Sendable, Equatable {
  /// Address of the service.
  package var service: String
  package var container: String
  /// Registry and repository.
  package var repository: String
  /// Its key in the tag map; nil for an image that stands in none.
  package var key: String?
  /// The version of before, `v1` or `v1@sha256:…`; nil where the container ran none of this repository.
  package var before: String?
  package var after: String

  package init(
    service: String, container: String, repository: String, key: String? = nil, before: String?, after: String
  ) {
    self.key = key
    self.service = service
    self.container = container
    self.repository = repository
    self.before = before
    self.after = after
  }

  package init?(_ json: JSON) {
    guard let service = json["service"]?.stringValue, let container = json["container"]?.stringValue,
      let repository = json["repository"]?.stringValue, let after = json["after"]?.stringValue
    else { return nil }
    self.init(
      service: service, container: container, repository: repository, key: json["key"]?.stringValue,
      before: json["before"]?.stringValue, after: after)
  }

  package var json: JSON {
    var json: JSON = [
      "service": .string(service), "container": .string(container), "repository": .string(repository), "after": .string(after),
    ]
    json["key"] = key.map { .string($0) }
    json["before"] = before.map { .string($0) }
    return json
  }
}

extension [RolledOutImage] {
  init(_ json: JSON) { self = (json.arrayValue ?? []).compactMap(RolledOutImage.init) }

  var json: JSON { .array(map(\.json)) }
}
