package import JSONDocument
package import Loading
package import Resources

/// What a build makes: which targets of the bake file, under which names.
package struct BuildPlan: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var key: String
    package var target: String
    package var image: ImageReference
  }

  package var tag: String
  /// Relative to the root of the working tree.
  package var bakeFile: String
  /// Ordered by key.
  package var rows: [Row]

  /// `names`: what people call images or targets; none: all that `build.targets` declares.
  package init(_ environment: LoadedEnvironment, names: [String], tag: String) throws(ReleaseProblem) {
    let directory = environment.desired.environment.directory
    guard let settings = environment.build else { throw .build(.undeclared(directory: directory)) }
    guard ImageReference.isTag(tag) else { throw .build(.notATag(tag)) }
    (self.tag, bakeFile) = (tag, settings.bakeFile)
    var keys = Set(settings.targets.keys)
    if !names.isEmpty {
      keys = []
      for name in names { keys.formUnion(try Self.keys(name, settings, environment)) }
    }
    rows = []
    for key in keys.sorted() {
      guard let image = environment.images[key], let target = settings.targets[key] else {
        throw .unknownImage(key, known: Array(environment.images.values), directory: directory)
      }
      let reference = ImageReference(registry: image.registry, repository: image.repository, tag: tag)
      rows.append(Row(key: key, target: target, image: reference))
    }
  }

  private static func keys(
    _ name: String, _ settings: BuildSettings, _ environment: LoadedEnvironment
  ) throws(ReleaseProblem) -> [String] {
    let named = settings.targets.filter { $0.value == name }.map(\.key)
    if settings.targets[name] == nil, !named.isEmpty { return named }
    let key = try environment.imageKey(name)
    guard settings.targets[key] != nil else {
      throw .build(
        .notBuilt(key: key, known: settings.targets.keys.sorted(), directory: environment.desired.environment.directory))
    }
    return [key]
  }

  /// Tags by image key, for the tag map.
  package var tags: [String: String] { Dictionary(uniqueKeysWithValues: rows.map { ($0.key, tag) }) }

  /// Names of targets, each once, ordered.
  package var targets: [String] { Set(rows.map(\.target)).sorted() }

  /// Registries that the images are pushed to.
  package var registries: Set<String> { Set(rows.compactMap(\.image.registry)) }

  /// A bake file that is laid over the declared one: it gives the targets their tags, and nothing else.
  ///
  /// Of two files with one target, bake takes `tags` of the later one whole (buildx, bake/bake.go, `Target.Merge`).
  package var override: JSON {
    let targets = targets.map { target in
      let images = rows.filter { $0.target == target }.map { JSON.string($0.image.description) }
      return JSONObject.Member(key: target, value: .members(("tags", .array(images))))
    }
    return .members(("target", .object(JSONObject(targets))))
  }
}

/// What `docker buildx bake --metadata-file` says was pushed.
package struct PushedBuild: Sendable, Equatable {
  /// By image key. Of images for several platforms it is the digest of the index, which is what a registry has under the tag.
  package let digests: [String: String]

  /// Every image of the plan must be there, under its name and with a digest. `path` is for messages.
  package init(_ metadata: JSON, of plan: BuildPlan, path: String) throws(ReleaseProblem) {
    var digests: [String: String] = [:]
    for row in plan.rows {
      let target = metadata[row.target]
      let names = (target?["image.name"]?.stringValue ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
      guard names.contains(row.image.description) else {
        throw .notBuildOutput(
          path: path, .bakeMetadata, reason: "\"\(row.target)\" of it does not name \(row.image.description)")
      }
      guard let digest = target?["containerimage.digest"]?.stringValue, ImageReference.isDigest(digest) else {
        throw .notBuildOutput(path: path, .bakeMetadata, reason: "\"\(row.target)\" of it has no \"containerimage.digest\"")
      }
      digests[row.key] = digest
    }
    self.digests = digests
  }
}
