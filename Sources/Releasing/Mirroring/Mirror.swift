package import Resources

/// Copies images from the registries of one environment into those of another one: by digest, and never over another image
/// unless somebody says so.
package struct Mirror: Sendable {
  private let registries: any ImageRegistries

  package init(_ registries: any ImageRegistries) {
    self.registries = registries
  }

  // MARK: Looking

  /// Asks both registries. Throws what keeps it from knowing; nothing was copied then.
  package func plan(
    _ routes: MirrorRoutes, from source: String, to target: String
  ) async throws(MirrorProblem) -> MirrorPlan {
    var rows: [MirrorPlan.Row] = []
    for route in routes.all { rows.append(try await row(route)) }
    return MirrorPlan(source: source, target: target, rows: rows, omitted: routes.omitted)
  }

  private func row(_ route: MirrorRoutes.Route) async throws(MirrorProblem) -> MirrorPlan.Row {
    let asked = route.source.digest.map {
      ImageReference(registry: route.source.registry, repository: route.source.repository, digest: $0)
    }
    var row = MirrorPlan.Row(key: route.key, source: route.source, target: route.target, verdict: .notPushed)
    row.digest = try await digest(of: asked ?? route.source, in: .source)
    guard let digest = row.digest else { return row }
    do throws(RegistryProblem) {
      let there = try await registries.digest(of: route.target, in: .target)
      row.verdict = there == nil ? .copy : there == digest ? .isThere : .tagTaken(there ?? "")
    } catch {
      guard error == .noRepository else { throw MirrorProblem(error, about: route.target) }
      row.verdict = .noRepository
      return row
    }
    row.attachments = try await attachments(of: digest, route)
    return row
  }

  /// cosign's tags beside an image (github.com/sigstore/cosign, specs/SIGNATURE_SPEC.md, "Discovery"), and the tag under which
  /// registries list what refers to it where they have no other way (OCI distribution specification 1.1, "Referrers Tag Schema").
  private static func attachmentTags(of digest: String) -> [String] {
    let stem = digest.replacing(":", with: "-")
    return [".sig", ".att", ".sbom", ""].map { stem + $0 }
  }

  private func attachments(
    of digest: String, _ route: MirrorRoutes.Route
  ) async throws(MirrorProblem) -> [MirrorPlan.Attachment] {
    var attachments: [MirrorPlan.Attachment] = []
    for tag in Self.attachmentTags(of: digest) {
      let here = ImageReference(registry: route.source.registry, repository: route.source.repository, tag: tag)
      let there = ImageReference(registry: route.target.registry, repository: route.target.repository, tag: tag)
      guard let digest = try await self.digest(of: here, in: .source) else { continue }
      let present = try await self.digest(of: there, in: .target)
      guard present != digest else { continue }
      attachments.append(MirrorPlan.Attachment(source: here, target: there, digest: digest, there: present))
    }
    return attachments
  }

  private func digest(of image: ImageReference, in side: MirrorSide) async throws(MirrorProblem) -> String? {
    do throws(RegistryProblem) {
      return try await registries.digest(of: image, in: side)
    } catch {
      if error == .noRepository { return nil }
      throw MirrorProblem(error, about: image)
    }
  }

  // MARK: Copying

  /// One copy of a plan.
  package struct Copy: Sendable, Equatable {
    package var key: String
    /// By digest.
    package var image: ImageReference
    package var target: ImageReference
  }

  /// What performing the plan copies, in its order: what lies beside an image before the image itself, so that nobody finds an
  /// image there whose signature is still to come.
  package func copies(_ plan: MirrorPlan, moving: Bool) -> [Copy] {
    plan.rows.flatMap { row -> [Copy] in
      let beside = row.attachments.filter { $0.there == nil }.map {
        Copy(key: row.key, image: $0.pinned, target: $0.target)
      }
      return switch row.verdict {
      case .copy: beside + [Copy(key: row.key, image: row.pinned, target: row.target)]
      case .tagTaken: moving ? beside + [Copy(key: row.key, image: row.pinned, target: row.target)] : []
      case .isThere: beside
      case .notPushed, .noRepository: []
      }
    }
  }

  package func command(_ copy: Copy) -> String? { registries.command(copying: copy.image, to: copy.target) }

  /// Copies, and then compares what the target has with what was to come. `before` hears each copy that begins. What failed
  /// stops it: what comes later was not begun.
  package func perform(_ copies: [Copy], before: (Copy) -> Void) async throws(MirrorProblem) {
    for (number, copy) in copies.enumerated() {
      before(copy)
      do throws(RegistryProblem) {
        try await registries.copy(copy.image, to: copy.target)
        let there = try await registries.digest(of: copy.target, in: .target)
        guard there == copy.image.digest else {
          throw .failed("the target has \(there ?? "nothing") after the copy, and not \(copy.image.digest ?? "")")
        }
      } catch {
        throw await problem(error, copy, done: number, of: copies.count)
      }
    }
  }

  /// Why a copy failed is asked of the registry once more: of an index, `skopeo` says only that it may not convert it, whatever
  /// the registry has said (measured, 1.9.3).
  private func problem(_ error: RegistryProblem, _ copy: Copy, done: Int, of all: Int) async -> MirrorProblem {
    var problem = MirrorProblem(error, about: copy.target)
    problem.progress = MirrorProblem.Progress(done: done, all: all)
    guard error != .noRepository else { return problem }
    do throws(RegistryProblem) {
      problem.there = try await registries.digest(of: copy.target, in: .target)
    } catch {
      problem.problem = error
    }
    guard let there = problem.there, let wanted = copy.image.digest, there != wanted else { return problem }
    (problem.problem, problem.wanted) = (.tagImmutable, wanted)
    return problem
  }
}

/// Why a mirror could not be made, or not to the end.
package struct MirrorProblem: Error, Sendable, Equatable {
  package struct Progress: Sendable, Equatable {
    /// So many of the copies were made and compared before.
    package var done: Int
    package var all: Int
  }

  package var problem: RegistryProblem
  package var image: ImageReference
  /// Nil: it was still looking, and nothing was copied.
  package var progress: Progress?
  /// Of a tag that is not moved: what it should be on, and what it is on.
  package var wanted: String?
  package var there: String?

  package init(_ problem: RegistryProblem, about image: ImageReference) {
    self.problem = problem
    self.image = image
  }
}
