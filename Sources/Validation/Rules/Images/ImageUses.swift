import JSONDocument
import Resources

/// Where specs still hold a `${image.KEY}` or `${tag.KEY}` that could not be filled in.
enum ImageUses {
  struct Use {
    let resource: Resource
    let json: JSON
  }

  /// `ending` is what follows the dot: `api}`.
  static func find(_ ending: String, in context: ValidationContext) -> [Use] {
    var uses: [Use] = []
    for resource in context.resources {
      for json in texts(in: resource.attributes) {
        guard let text = json.stringValue, text.contains("${image.\(ending)") || text.contains("${tag.\(ending)") else {
          continue
        }
        uses.append(Use(resource: resource, json: json))
      }
    }
    return uses
  }

  private static func texts(in json: JSON) -> [JSON] {
    switch json.content {
    case .null, .bool, .number: []
    case .string: [json]
    case .array(let elements): elements.flatMap(texts)
    case .object(let members): members.flatMap { texts(in: $0.value) }
    }
  }
}
