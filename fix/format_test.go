package fix_test

import (
	"context"
	"path"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// mendField is three rules in one: fields called bad are renamed, lose the attribute "deprecated",
// and get one that they lack. They touch each other in one line.
func mendField(insert, literal string) []*lint.Rule {
	offer := func(id string, edits func(*spec.Field) []report.Edit) *lint.Rule {
		return lint.New(lint.Meta{ID: id, Formats: lint.BothFormats}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
			if e := edits(f); len(e) > 0 {
				p.Report(&f.Node, f.NameSpan, id, lint.Fix(report.Fix{Title: "mend it", Safety: report.Safe, Edits: e}))
			}
		}})
	}
	return []*lint.Rule{
		offer("rename", func(f *spec.Field) []report.Edit {
			if f.Name != "bad" {
				return nil
			}
			return []report.Edit{{Span: f.NameSpan, New: "good"}}
		}),
		offer("remove", func(f *spec.Field) []report.Edit {
			span, ok := attributes(f).Removal("deprecated")
			if !ok {
				return nil
			}
			return []report.Edit{{Span: span}}
		}),
		offer("insert", func(f *spec.Field) []report.Edit {
			if _, has := attributes(f).Attribute(insert); has {
				return nil
			}
			at, text, ok := attributes(f).Insertion(insert, literal)
			if !ok {
				return nil
			}
			return []report.Edit{{Span: at, New: text}}
		}),
	}
}

// attributes is where the attributes of a field stand: in its schema, for OpenAPI.
func attributes(f *spec.Field) spec.Syntax {
	if f.Type.Syntax != nil && f.Number == 0 {
		return f.Type.Syntax
	}
	return f.Syntax
}

// linter returns the linter of one file with some rules.
func linter(name, text string, rules []*lint.Rule) fix.Lint {
	settings := &config.Profile{}
	for _, rule := range rules {
		settings.Settings = append(settings.Settings, config.Setting{Rule: rule.ID, Severity: report.Warning})
	}
	return func(ctx context.Context, edited map[string]*source.File) (*report.Summary, error) {
		if file := edited[name]; file != nil {
			text = string(file.Content)
		}
		tree := memtree.New(map[string]string{name: text})
		var apis []*spec.API
		var broken []report.Finding
		if path.Ext(name) == ".proto" {
			apis, broken = proto.Load(ctx, proto.Config{Tree: tree, Files: []string{name}})
		} else {
			apis, broken = openapi.Load(ctx, openapi.Config{Tree: tree, Roots: []string{name}})
		}
		found, err := lint.Run(ctx, apis, lint.NewSet(rules), func(string) *config.Profile { return settings })
		return &report.Summary{Findings: report.Sort(append(broken, found...)), Checked: report.Counts{Files: len(apis)}}, err
	}
}

const protoBefore = `syntax = "proto3";
package a.v1;
// A message.
message M { // on the line
	string bad = 1 [deprecated = true]; // behind
	int32 bad2 = 2; /* kept */
  // Indented otherwise.
  repeated
    string other = 3 [
      deprecated = true,
      packed = false
    ];
}
`

const protoAfter = `syntax = "proto3";
package a.v1;
// A message.
message M { // on the line
	string good = 1 [debug_redact = true]; // behind
	int32 bad2 = 2 [debug_redact = true]; /* kept */
  // Indented otherwise.
  repeated
    string other = 3 [
      packed = false,
      debug_redact = true
    ];
}
`

const yamlBefore = `openapi: 3.1.0
info: {title: T, version: '1'}   # a remark
paths: {}
components:
    schemas:
        A:
            type: object
            properties:
                bad:
                    type: string
                    # about what follows
                    deprecated: true   # why
                other: {type: string, deprecated: true}


                "bad2": {"type": "string"} # kept
`

const yamlAfter = `openapi: 3.1.0
info: {title: T, version: '1'}   # a remark
paths: {}
components:
    schemas:
        A:
            type: object
            properties:
                good:
                    type: string
                    # about what follows
                    maxLength: 9
                other: {type: string, maxLength: 9}


                "bad2": {"type": "string", "maxLength": 9} # kept
`

const jsonBefore = `{
    "openapi": "3.1.0", "info": {"title": "T", "version": "1"},
    "paths": {},
    "components": {"schemas": {"A": {"type": "object", "properties": {
        "bad": {
            "type": "string",
            "deprecated": true
        },
        "other": {"type": "string" , "deprecated" : true}
    }}}}
}
`

const jsonAfter = `{
    "openapi": "3.1.0", "info": {"title": "T", "version": "1"},
    "paths": {},
    "components": {"schemas": {"A": {"type": "object", "properties": {
        "good": {
            "type": "string",
            "maxLength": 9
        },
        "other": {"type": "string" , "maxLength" : 9}
    }}}}
}
`

const minifiedBefore = `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{"A":{"type":"object","properties":{"bad":{"type":"string","deprecated":true},"other":{}}}}}}`

const minifiedAfter = `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{"A":{"type":"object","properties":{"good":{"type":"string","maxLength":9},"other":{"maxLength":9}}}}}}`

// TestFormats applies fixes to real specs, each in all the ways in which a file can be written, and
// looks at every byte.
func TestFormats(t *testing.T) {
	for _, test := range []struct{ file, before, after string }{
		{"a.proto", protoBefore, protoAfter},
		{"a.yaml", yamlBefore, yamlAfter},
		{"a.json", jsonBefore, jsonAfter},
		{"min.json", minifiedBefore, minifiedAfter},
	} {
		for way, write := range map[string]func(string) string{
			"as it is":   func(s string) string { return s },
			"CRLF":       func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
			"no newline": func(s string) string { return strings.TrimSuffix(s, "\n") },
			"a mark":     func(s string) string { return "\uFEFF" + s },
		} {
			t.Run(test.file+" "+way, func(t *testing.T) { checkFormat(t, test.file, write(test.before), write(test.after)) })
		}
	}
}

func checkFormat(t *testing.T, name, before, after string) {
	insert, literal := "maxLength", "9"
	if path.Ext(name) == ".proto" {
		insert, literal = "debug_redact", "true"
	}
	tree := memtree.New(map[string]string{name: before})
	result, err := fix.Run(context.Background(), tree, linter(name, before, mendField(insert, literal)), unsafe)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Summary.Findings) > 0 || len(result.Files) != 1 {
		t.Fatalf("%d files, left: %s", len(result.Files), messages(result.Summary.Findings))
	}
	if got := string(result.Files[0].New); got != after {
		t.Errorf("got\n%q\nwant\n%q", got, after)
	}
}
