package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
	"github.com/bylaw-dev/bylaw/waiver"
)

// unitRun lints a version unit by unit, and takes what is known of a unit from the cache.
type unitRun struct {
	*linter
	s        side
	resolver *config.Resolver
	profile  func(path string) *config.Profile
	program  string
	names    func() config.Catalog // of all configurations that were read so far
	waived   func() string         // the waivers, once it is known what is chosen

	digests sync.Map // of profiles

	mu    sync.Mutex
	known map[*workspace.Unit]*unitResult
}

// unitResult is all that linting one unit has found, before anything is suppressed or left out: what is
// suppressed, and where, is for the whole run to say.
type unitResult struct {
	files        []string // that it consists of, without what is only imported
	loading      []report.Finding
	linting      []report.Finding
	suppressions []waiver.Suppression // those of its files
	waived       [][]source.Span      // the elements of each waiver, in the order of their places
	malformed    []report.Finding
	counts       []fileCounts
}

// findByUnits does what find does. It reports false where only all units together can be linted.
func (l *linter) findByUnits(ctx context.Context, s side, resolver *config.Resolver, profile func(path string) *config.Profile) (*found, bool, error) {
	program, ok := programID()
	if !ok {
		return nil, false, nil
	}
	r := &unitRun{linter: l, s: s, resolver: resolver, profile: profile, program: program, names: func() config.Catalog { return rulebook(l.set, resolver) }, known: map[*workspace.Unit]*unitResult{}}
	r.waived = sync.OnceValue(func() string { return digestOfWaivers(resolver) })
	s.wanted.Known = func(u *workspace.Unit) ([]string, bool) { return r.recall(ctx, u) }
	loaded, err := workspace.Load(ctx, s.tree, s.wanted)
	if err != nil {
		return nil, false, err
	}
	results, err := r.results(ctx, loaded)
	if err != nil || len(results) == 0 || digestOfWaivers(resolver) != r.waived() {
		return nil, false, err // other waivers came to light, which those that are known have not met
	}
	suppressions, malformed, ok := r.suppressions(results)
	if !ok {
		return nil, false, nil
	}
	for i, u := range loaded.Units {
		r.remember(u, results[i])
	}
	return r.join(loaded, results, suppressions, malformed), true, nil
}

// results lints the units that are not known.
func (r *unitRun) results(ctx context.Context, loaded *workspace.Loaded) ([]*unitResult, error) {
	each, err := lint.Each(ctx, loaded.APIs, r.set, r.profile)
	if err != nil {
		return nil, err
	}
	var results []*unitResult
	for _, u := range loaded.Units {
		result := r.known[u]
		if result == nil {
			result = r.result(u, each[:len(u.APIs)])
			each = each[len(u.APIs):]
		}
		results = append(results, result)
	}
	return results, nil
}

func (r *unitRun) result(u *workspace.Unit, found [][]report.Finding) *unitResult {
	result := &unitResult{files: filesOfUnit(u.APIs), loading: u.Findings, linting: slices.Concat(found...), counts: countFiles(u.APIs)}
	all, malformed := waiver.Collect(u.APIs, entries(r.resolver), r.names())
	for _, s := range all {
		if isWaiver(s) {
			result.waived = append(result.waived, s.Scopes)
		} else {
			result.suppressions = append(result.suppressions, s)
		}
	}
	result.malformed = malformed
	return result
}

// isWaiver reports whether a suppression stands in a configuration.
func isWaiver(s waiver.Suppression) bool { return s.Element != "" || s.Change != "" }

// filesOfUnit returns the files whose profile matters.
func filesOfUnit(apis []*spec.API) (files []string) {
	for _, api := range apis {
		for _, d := range api.Documents {
			if d.File != nil && !api.Imported {
				files = append(files, d.File.Path)
			}
		}
	}
	return files
}

// join puts together what the units have found, as if all had been read at once.
func (r *unitRun) join(loaded *workspace.Loaded, results []*unitResult, suppressions []waiver.Suppression, malformed []report.Finding) *found {
	var linting []report.Finding
	var counts []fileCounts
	for _, one := range results {
		linting, counts = append(linting, one.linting...), append(counts, one.counts...)
	}
	loading := slices.DeleteFunc(loadingOf(loaded, results), func(f report.Finding) bool {
		return f.Severity < report.Error && !f.Span.IsZero() && !loaded.Focus(f.Span.Path())
	})
	linting = slices.DeleteFunc(report.Sort(linting), func(f report.Finding) bool { return !f.Span.IsZero() && !loaded.Focus(f.Span.Path()) })
	all := slices.Concat(report.Sort(loading), linting)
	return &found{Result: r.judge(all, suppressions, malformed, loaded, r.resolver, r.s.whole), loaded: loaded, checked: sum(counts, loaded.Focus)}
}

// loadingOf returns what could not be read, in the order in which Load has it.
func loadingOf(loaded *workspace.Loaded, results []*unitResult) []report.Finding {
	var proto, documents, parts []report.Finding
	for i, u := range loaded.Units {
		switch of := results[i].loading; {
		case len(u.Roots) == 0:
			parts = append(parts, of...)
		case u.Format == spec.Proto:
			proto = append(proto, of...)
		default:
			documents = append(documents, of...)
		}
	}
	return slices.Concat(proto, report.Sort(documents), parts, loaded.Told)
}

// suppressions joins those of all units. A file that several share has each once; where such a file has
// x-bylaw-ignore, which document has an element for it is for all of them together to say.
func (r *unitRun) suppressions(results []*unitResult) (list []waiver.Suppression, malformed []report.Finding, ok bool) {
	waivers, _ := waiver.Collect(nil, entries(r.resolver), r.names()) // in the order of their places
	seen := map[source.Span]bool{}
	times := map[string]int{}
	for _, one := range results {
		for _, s := range one.suppressions {
			if !seen[s.Span] {
				seen[s.Span] = true
				list = append(list, s)
			}
		}
		if len(one.waived) != len(waivers) {
			return nil, nil, false
		}
		for i, scopes := range one.waived {
			waivers[i].Scopes = append(waivers[i].Scopes, scopes...)
		}
		malformed = append(malformed, one.malformed...)
		for _, file := range one.files {
			times[file]++
		}
	}
	for file, n := range times {
		if n < 2 {
			continue
		}
		if content, err := r.s.tree.File(file); err != nil || bytes.Contains(content.Content, []byte("x-bylaw-ignore")) {
			return nil, nil, false
		}
	}
	list = append(list, waivers...)
	slices.SortStableFunc(list, func(a, b waiver.Suppression) int { return a.Span.Compare(b.Span) })
	return list, report.Sort(malformed), true
}

// digestOfWaivers tells the waivers of all configurations that were read so far.
func digestOfWaivers(resolver *config.Resolver) string {
	h := sha256.New()
	for _, e := range entries(resolver) {
		fmt.Fprintf(h, "%q %q %q %q %q %q %q %q %d %d\n", e.Element, e.Change, e.Dir, e.Ignore.Rules, e.Ignore.Until, e.Ignore.Owner, e.Ignore.Reason,
			e.Ignore.Span.Path(), e.Ignore.Span.Start, e.Ignore.Span.End)
	}
	for _, c := range resolver.Custom() { // suppressions may name them where they are off
		fmt.Fprintf(h, "%q\n", c.ID.Value)
	}
	return string(h.Sum(nil))
}

// digestOfProfile tells the rules that hold for a file, and the words that they know.
func digestOfProfile(p *config.Profile) string {
	h := sha256.New()
	fmt.Fprintf(h, "%v %q\n", p.Presets, p.Words.Added())
	for _, s := range p.Settings {
		fmt.Fprintf(h, "%q %d %q\n", s.Rule, s.Severity, s.Options)
		if c := s.Custom; c != nil {
			fmt.Fprintf(h, "%q %q %q %q %q %q %q %q\n", c.For.Value, formatsOfCustom(c), c.When.Value, c.Assert.Value, c.Title.Value, c.Message.Value, c.Cure.Value, c.At.Value)
		}
	}
	return string(h.Sum(nil)[:16])
}

// unitKey names a unit: all that it depends on but what the tree answers, the profiles and the waivers.
func (r *unitRun) unitKey(u *workspace.Unit) string {
	imports, options, extensions := u.Selected()
	if u.Format == spec.OpenAPI {
		imports, options = nil, nil
	} else {
		extensions = nil
	}
	h := sha256.New()
	for _, words := range []map[string]string{options, extensions} {
		for _, name := range slices.Sorted(maps.Keys(words)) {
			fmt.Fprintf(h, "%q=%q ", name, words[name])
		}
		fmt.Fprintln(h)
	}
	fmt.Fprintf(h, "%q %q", imports, u.Roots)
	return fmt.Sprintf("unit 1 %q %q %v %x", r.program, version(), u.Format, h.Sum(nil))
}

// recall returns the files of a unit, if it is known and nothing that it depends on has changed.
func (r *unitRun) recall(ctx context.Context, u *workspace.Unit) (files []string, ok bool) {
	blob, ok := r.units.Get(r.unitKey(u))
	if !ok {
		return nil, false
	}
	parts, ok := frames(blob, 4)
	if !ok || string(parts[0]) != r.waived() || !workspace.Holds(ctx, r.s.tree, parts[2]) {
		return nil, false
	}
	result, linted, ok := unpackUnit(parts[3], r.s.tree.File)
	if !ok || string(parts[1]) != r.profiles(result.files) {
		return nil, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[u] = result
	return linted, true
}

// profiles tells the rules that hold for the files.
func (r *unitRun) profiles(files []string) string {
	h := sha256.New()
	for _, file := range files {
		p := r.profile(file)
		digest, known := r.digests.Load(p)
		if !known {
			digest, _ = r.digests.LoadOrStore(p, digestOfProfile(p))
		}
		h.Write([]byte(digest.(string)))
	}
	return string(h.Sum(nil))
}

// remember keeps what was found in a unit, unless that is a mistake of bylaw itself, or of files that are not the
// tree's.
func (r *unitRun) remember(u *workspace.Unit, result *unitResult) {
	if u.Known || len(u.Roots) == 0 {
		return
	}
	for _, f := range slices.Concat(result.loading, result.linting) {
		if f.Rule == report.Internal {
			return
		}
	}
	packed, files := packUnit(result, u.Files())
	for _, file := range files {
		if known, err := r.s.tree.File(file.Path); file.Content != nil && (err != nil || known != file) {
			return
		}
	}
	r.units.Put(r.unitKey(u), framed([]byte(r.waived()), []byte(r.profiles(result.files)), u.Trace.Record(), packed))
}
