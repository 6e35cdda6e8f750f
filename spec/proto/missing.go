package proto

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// maxCandidates is how many files or types a finding proposes.
const maxCandidates = 3

// reportMissing says that an import was not found: as the finding of the registry module that it
// seems to come from, or else at the import statement with the nearest files of the tree.
func (f *finder) reportMissing(u *unit, missing *imported) {
	if len(f.given) == 0 {
		if m := f.module(cleanRoot(path.Dir(u.name))); m != nil && len(m.deps) > 0 {
			f.wanted = append(f.wanted, wantedImport{u, missing, m.deps})
			return
		}
	}
	u.report(report.MissingImport, missing.span, fmt.Sprintf("%q was not found, so types from it are unknown", missing.path), f.missingCure(u, missing.path))
}

func (f *finder) missingCure(u *unit, missing string) string {
	if copies := f.copies(u.name, missing); len(copies) > 0 {
		root := cmp.Or(cleanRoot(strings.TrimSuffix(copies[0], missing)), ".")
		return fmt.Sprintf("the tree has %s: add --proto-path %s", copies[0], root)
	}
	if near := f.nearest(u, missing); len(near) > 0 {
		return "did you mean " + orList(near) + "?"
	}
	return "vendor the file, or add the folder that it is relative to with --proto-path"
}

// nearest returns the files that a mistyped or moved import may have meant, as the importing file
// would have to name them.
func (f *finder) nearest(u *unit, missing string) []string {
	type scored struct {
		name  string
		score int
	}
	var found []scored
	add := func(name string) {
		found = append(found, scored{name, editDistance(missing, name, len(missing)+len(name))})
	}
	for _, p := range f.similarBase(path.Base(missing)) {
		if p != u.name {
			add(f.importName(u, p))
		}
	}
	for name := range f.library.linked {
		if editDistance(missing, name, 2) <= 2 {
			add(name)
		}
	}
	slices.SortFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.name, b.name))
	})
	var names []string
	for _, s := range slices.CompactFunc(found, func(a, b scored) bool { return a.name == b.name }) {
		if len(names) < maxCandidates {
			names = append(names, s.name)
		}
	}
	return names
}

// similarBase returns the files that are called so, or else, where there is none, nearly so.
func (f *finder) similarBase(base string) []string {
	if exact := f.byBase()[base]; len(exact) > 0 {
		return exact
	}
	var found []string
	for other, paths := range f.byBase() {
		if editDistance(base, other, 2) <= 2 {
			found = append(found, paths...)
		}
	}
	return found
}

// importName returns the path that a file would import another one by.
func (f *finder) importName(u *unit, target string) string {
	roots, _ := f.roots(u)
	for _, root := range roots {
		if root == "" {
			break
		}
		if name, ok := strings.CutPrefix(target, root+"/"); ok {
			return name
		}
	}
	return target
}

// wantedImport is an import that a registry module may hold.
type wantedImport struct {
	unit *unit
	what *imported
	deps []registryModule
}

// reportRegistry says once for each registry module which imports it is needed for, and how to get
// it. An import that no module's name fits is put down to all of them.
func (f *finder) reportRegistry() []report.Finding {
	var order []registryModule
	wanted := map[registryModule][]wantedImport{}
	for _, w := range f.wanted {
		for _, dep := range likelyModules(w.what.path, w.deps) {
			if wanted[dep] == nil {
				order = append(order, dep)
			}
			wanted[dep] = append(wanted[dep], w)
		}
	}
	var findings []report.Finding
	for _, dep := range order {
		findings = append(findings, registryFinding(dep, wanted[dep]))
	}
	return findings
}

// likelyModules returns the modules whose owner or name begins the imported path, or all of them:
// "acme/weather/v1/weather.proto" comes from buf.build/acme/weather. Google's own paths come from
// modules that are called after them.
func likelyModules(imported string, deps []registryModule) []registryModule {
	first, _, _ := strings.Cut(imported, "/")
	var likely []registryModule
	for _, dep := range deps {
		parts := strings.Split(dep.name, "/")
		for _, part := range parts[1:] {
			part, _, _ = strings.Cut(part, ":")
			if part == first || first == "google" && part == "googleapis" {
				likely = append(likely, dep)
				break
			}
		}
	}
	if len(likely) == 0 {
		return deps
	}
	return likely
}

func registryFinding(dep registryModule, wanted []wantedImport) report.Finding {
	first := wanted[0]
	message := fmt.Sprintf("%s is in a registry and not in the tree, so %q was not found", dep.name, first.what.path)
	if len(wanted) > 1 {
		message = fmt.Sprintf("%s is in a registry and not in the tree, so %d imports were not found, %q first", dep.name, len(wanted), first.what.path)
	}
	finding := report.Finding{
		Rule: report.RegistryModule, Severity: report.Error, Span: dep.span, Message: message,
		Cure: fmt.Sprintf("run `buf export %s --output proto_vendor` in the workspace's root", dep.name),
	}
	for _, w := range wanted[:min(len(wanted), 10)] {
		finding.Related = append(finding.Related, report.Related{Message: "imported here", Span: w.what.span})
	}
	return finding
}

func orList(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// editDistance counts the insertions, deletions and replacements of bytes that turn a into b. It
// may return limit+1 for anything more.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
