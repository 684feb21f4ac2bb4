import APIModel

/// AWS's model below the facts: it has the structure, and they say how its fields are compared.
extension ObjectFacts {
  /// Facts about every member of a structure: these, and for the others that they are compared as they are.
  func completed(by model: APIModel, _ members: [APIModel.Member]) -> ObjectFacts {
    let shapes = Dictionary(members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let known = fields.map { field in
      guard let member = shapes[field.name] else { return field }
      return field.withShape(model.facts(of: member.shape, over: field.shape))
    }
    let others = members.filter { self[$0.name] == nil }.map { member in
      FieldFacts(member.name, model.facts(of: member.shape, over: nil))
    }
    return ObjectFacts(known + others)
  }
}

extension APIModel {
  /// How a shape is compared where `facts` say no more: lists in their order.
  fileprivate func facts(of reference: Reference, over facts: FieldFacts.Shape?) -> FieldFacts.Shape {
    switch (self[reference], facts) {
    case (_, .document), (.anything, _): .document
    case (.structure(let members), .object(let facts)): .object(facts.completed(by: self, members))
    case (.structure(let members), _): .object(ObjectFacts([]).completed(by: self, members))
    case (.list(let element, _), .set(let facts, let key)): .set(self.facts(of: element, over: facts), key: key)
    case (.list(let element, _), .list(let facts)): .list(self.facts(of: element, over: facts))
    case (.list(let element, _), _): .list(self.facts(of: element, over: nil))
    case (.map, _): .map
    // The text of a policy, which is compared as what it says.
    case (.text, .object(let facts)): .object(facts)
    case (.text, _), (.enumeration, _), (.timestamp, _), (.blob, _): .string
    case (.integer, _): .integer
    case (.number, _): .number
    case (.boolean, _): .boolean
    }
  }
}
