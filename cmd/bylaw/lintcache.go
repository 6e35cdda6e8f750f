package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/cache"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// cached lints, or says again what was said before, if nothing that it depends on has changed: the program, its
// flags, what the trees answer to all that was asked of them, and the day where a suppression names one.
//
// Whatever lint leaves in the linter besides, for the printing, stands in the entry, too.
func (l *linter) cached(ctx context.Context, tree *workspace.DirTree, from source.Tree, wanted workspace.Selection, w io.Writer) (*report.Summary, error) {
	run := cachedRun{linter: l, now: from}
	if run.store = l.store(); run.store == nil || wanted.AllowRemote || slices.Contains(wanted.Args, workspace.Stdin) || !run.name(tree, wanted) {
		return l.lint(ctx, from, wanted, w)
	}
	if entry, ok := run.read(ctx); ok {
		l.first = entry.first
		_, err := io.WriteString(w, entry.notes)
		return entry.summary, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if scored := slices.ContainsFunc(l.outputs, func(o report.Output) bool { return o.Format.Score }); !scored || l.options.statistics {
		l.units = run.store // a score looks at everything
	}
	traced, trace := workspace.Traced(from)
	before := &workspace.Trace{}
	if l.base != nil {
		l.base.Tree, before = workspace.Traced(l.base.Tree)
	}
	var notes bytes.Buffer
	summary, err := l.lint(ctx, traced, wanted, io.MultiWriter(w, &notes))
	if err == nil {
		run.write(entry{summary, notes.String(), l.first}, trace, before)
	}
	return summary, err
}

// store returns where results are kept; nil: nowhere.
func (l *linter) store() *cache.Store {
	if l.flags.noCache {
		return nil
	}
	return cacheStore(os.Getenv)
}

// cachedRun is a run whose result may be known.
type cachedRun struct {
	*linter
	store *cache.Store
	key   string
	now   source.Tree
}

// entry is what a run has said.
type entry struct {
	summary *report.Summary
	notes   string
	first   bool // nothing is configured, of which the printing speaks
}

// name makes the key: all that a run depends on but what trees answer. It reports whether there is one.
func (r *cachedRun) name(tree *workspace.DirTree, wanted workspace.Selection) bool {
	program, ok := programID()
	if !ok {
		return false
	}
	config := []byte{}
	if r.options.config != "" {
		var err error
		if config, err = os.ReadFile(r.options.config); err != nil {
			return false
		}
	}
	var key bytes.Buffer
	for _, output := range r.outputs { // some formats show more than others
		fmt.Fprintf(&key, "%q ", output.Format.Name)
	}
	fmt.Fprintf(&key, "lint 1 %q %q %q %q %q %q %x %q %v %v", program, version(), tree.Root(), r.flags.presets, r.flags.only,
		r.options.config, sha256.Sum256(config), r.options.failOn, r.part, r.options.statistics)
	fmt.Fprintf(&key, " now %q %v %q %q", wanted.Args, wanted.MayLack, wanted.StdinPath, wanted.ImportPaths)
	fmt.Fprintf(&key, " staged %v picked %v ratchet %v", r.flags.staged, r.picked, r.flags.ratchet)
	if r.base != nil {
		old, now := r.base.Sides(wanted)
		fmt.Fprintf(&key, " base %q %q %q %q %q %q %q", r.base.Name, r.base.Commit, r.base.Folder(), old.Args, now.Args, old.ImportPaths, now.ImportPaths)
		for _, to := range slices.Sorted(maps.Keys(r.base.Delta.Renamed)) {
			fmt.Fprintf(&key, " %q %q", to, r.base.Delta.Renamed[to])
		}
	}
	r.key = key.String()
	return true
}

// read returns the entry, if all that it depends on is as it was.
func (r *cachedRun) read(ctx context.Context) (entry, bool) {
	blob, ok := r.store.Get(r.key)
	if !ok {
		return entry{}, false
	}
	parts, ok := frames(blob, 4)
	if !ok || len(parts[0]) > 0 && string(parts[0]) != r.today || !workspace.Holds(ctx, r.now, parts[1]) {
		return entry{}, false
	}
	if r.base != nil && !workspace.Holds(ctx, r.base.Tree, parts[2]) {
		return entry{}, false
	}
	resolver, err := r.resolver(r.now)
	if err != nil {
		return entry{}, false
	}
	e, ok := unpackEntry(parts[3], r.now.File, explained(r.set, resolver))
	if ok {
		readConfigsOf(e.summary.Findings, r.set, resolver)
	}
	return e, ok
}

// readConfigsOf reads the configurations that declare the rules of findings which are none of bylaw's.
func readConfigsOf(findings []report.Finding, set *lint.Set, resolver *config.Resolver) {
	for i := range findings {
		if f := &findings[i]; !f.Span.IsZero() && strings.HasPrefix(f.Rule, "x-") && set.Rule(f.Rule) == nil {
			resolver.For(f.Span.Path())
		}
	}
}

// write keeps what was said, unless that is of a mistake of bylaw itself, or about files that are not the tree's.
func (r *cachedRun) write(e entry, now, before *workspace.Trace) {
	if slices.ContainsFunc(e.summary.Findings, func(f report.Finding) bool { return f.Rule == report.Internal }) {
		return
	}
	packed, files := packEntry(e)
	for _, file := range files {
		if known, err := r.now.File(file.Path); file.Content != nil && (err != nil || known != file) {
			return
		}
	}
	day := ""
	if r.dated.Load() {
		day = r.today
	}
	r.store.Put(r.key, framed([]byte(day), now.Record(), before.Record(), packed))
}

// framed joins byte slices so that frames tells them apart.
func framed(parts ...[]byte) (blob []byte) {
	for _, part := range parts {
		blob = append(binary.AppendUvarint(blob, uint64(len(part))), part...)
	}
	return blob
}

func frames(blob []byte, n int) (parts [][]byte, ok bool) {
	for range n {
		size, used := binary.Uvarint(blob)
		if used <= 0 || size > uint64(len(blob)-used) {
			return nil, false
		}
		parts = append(parts, blob[used:used+int(size)])
		blob = blob[used+int(size):]
	}
	return parts, len(blob) == 0
}
