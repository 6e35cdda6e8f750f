// Package openapi lowers OpenAPI 3.0, 3.1 and 3.2 documents, YAML and JSON alike, into the model of
// package spec. It knows the two specifications that it reads (OpenAPI, JSON Schema 2020-12) and no
// rule: what can be read it reads, and it speaks up only where a part can't be.
package openapi

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Config says what to load.
type Config struct {
	Tree  source.Tree
	Roots []string // tree paths of root documents
	// Extensions maps a company's own extensions to those of bylaw's vocabulary that mean the same:
	// "x-pii" → "x-bylaw-pii". Where both stand beside each other, bylaw's counts.
	Extensions map[string]string
	// Remote fetches the target of a $ref that is an absolute URL. Where it is nil, which is the
	// default, such references are findings: nothing is read from the network unasked.
	Remote func(ctx context.Context, url string) ([]byte, error)
	Links  bool // Linked.Links are wanted
	// TreeOf returns what Tree is to a root document, for who wants to know what each of them asks of it. All
	// must answer alike, and with the same files. nil: Tree.
	TreeOf func(root string) source.Tree
}

// Load lowers every root document with all files that it refers to. It returns one API for each
// root that is OpenAPI of a known version, sorted by path, and the findings about all of them in
// report's order. It never fails as a whole: what can't be read is a finding, the rest is there. A
// cancelled context makes it return early, with what was read so far.
func Load(ctx context.Context, c Config) ([]*spec.API, []report.Finding) {
	linked, findings := LoadLinked(ctx, c)
	var apis []*spec.API
	for _, one := range linked {
		apis = append(apis, one.API)
	}
	return apis, findings
}

// LoadLinked is Load that tells where references lead, if Config.Links says so.
func LoadLinked(ctx context.Context, c Config) ([]Linked, []report.Finding) {
	var apis []Linked
	var findings []report.Finding
	for _, one := range LoadEach(ctx, c) {
		if one.API != nil {
			apis = append(apis, one.Linked)
		}
		findings = append(findings, one.Findings...)
	}
	return apis, report.Sort(findings)
}

// Each is what became of one root document.
type Each struct {
	Linked                    // without an API, if the document can't be read
	Findings []report.Finding // about it and all that it refers to, in no promised order
}

// LoadEach is LoadLinked that tells whose each finding is: one result for each root, sorted by path.
func LoadEach(ctx context.Context, c Config) []Each {
	roots := slices.Clone(c.Roots)
	slices.Sort(roots)
	roots = slices.Compact(roots)
	files := &files{ctx: ctx, config: c, parsed: map[string]*parsed{}}
	each := make([]Each, len(roots))
	parallel(len(roots), func(i int) { each[i] = lowerRoot(files, roots[i]) })
	return each
}

// parallel calls work for each of 0…n-1 on as many goroutines as there are processors.
func parallel(n int, work func(i int)) {
	next := make(chan int)
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}

// lowerRoot reads one root document. A mistake of ours must not cost the other documents their
// verdict, so that a panic becomes a finding.
func lowerRoot(files *files, path string) (result Each) {
	if files.ctx.Err() != nil {
		return Each{}
	}
	l := newLowering(files)
	if files.config.TreeOf != nil {
		l.tree = files.config.TreeOf(path)
	}
	defer func() {
		if caught := recover(); caught != nil {
			f := report.Finding{Rule: report.Internal, Severity: report.Error, Message: fmt.Sprintf("reading %s broke bylaw: %v", path, caught)}
			if l.root != nil {
				f.Span = l.root.File.Span(0, 0)
			}
			result = Each{Findings: append(l.said(), f)}
		}
	}()
	root, err := l.document(path)
	if err != nil {
		l.add(report.Unreadable, source.NewFile(path, nil).Span(0, 0), nil, err.Error(), "")
		return Each{Findings: l.said()}
	}
	if !l.acceptRoot(root) {
		return Each{Findings: l.said()}
	}
	l.lower()
	return Each{Linked: Linked{API: l.api, Links: l.linked, Identified: l.identified()}, Findings: l.said()}
}

// version is the part of a document's `openapi` that decides how it is read.
type version uint8

const (
	unknownVersion version = iota
	version30
	version31
	version32
)

// parseVersion reads "3.0.3": the patch level makes no difference, by the specification.
func parseVersion(text string) version {
	for v, prefix := range []string{version30: "3.0", version31: "3.1", version32: "3.2"} {
		if rest, ok := strings.CutPrefix(text, prefix); ok && v > 0 && (rest == "" || rest[0] == '.') {
			return version(v)
		}
	}
	return unknownVersion
}

// acceptRoot reports whether the document is one to be lowered; if it isn't there is a finding.
func (l *lowering) acceptRoot(root *document) bool {
	if root.Document == nil || root.Root == nil {
		return false // the parser has said why
	}
	if root.Root.Kind != spec.Map {
		l.invalid(root.Root, nil, "an OpenAPI document is an object with the fields openapi, info and paths, not %s", describe(root.Root))
		return false
	}
	field := root.Root.Member("openapi")
	if swagger := root.Root.Member("swagger"); swagger != nil && field == nil {
		l.add(report.Swagger2, swagger.Value.Span, nil,
			fmt.Sprintf("this is Swagger %s, which is not read", text(swagger.Value)),
			"convert it to OpenAPI 3: npx swagger2openapi "+root.path+" -o openapi.yaml")
		return false
	}
	if field == nil {
		l.add(report.UnsupportedVersion, firstToken(root.Root), nil,
			"the document doesn't say which version of OpenAPI it is written in", "add the field openapi: 3.1.1")
		return false
	}
	if l.version = parseVersion(text(field.Value)); l.version == unknownVersion {
		l.add(report.UnsupportedVersion, field.Value.Span, nil,
			fmt.Sprintf("OpenAPI %s is not known, so the document is not read", describe(field.Value)),
			"bylaw reads OpenAPI 3.0, 3.1 and 3.2")
		return false
	}
	return true
}
