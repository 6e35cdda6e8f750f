package workspace

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// kind is what a file turns out to be.
type kind uint8

const (
	other      kind = iota
	protoFile       // .proto
	document        // an OpenAPI root, or one in Swagger 2.0, about which the loader has something to say
	fragment        // part of OpenAPI documents
	tooLarge        // to be looked into
	unreadable      // for the reason in target.err
)

// target is a chosen file.
type target struct {
	path  string
	named bool // as such, not through a folder or a pattern
	kind  kind
	err   error
}

// classify looks into the chosen files, in parallel, and keeps the content of none that is not to
// be loaded anyway. The targets are sorted by path. An error is that of a named file that cannot be
// opened, or of a context that has ended.
func (c *choice) classify(ctx context.Context) ([]target, error) {
	paths := slices.Sorted(maps.Keys(c.targets))
	targets := make([]target, len(paths))
	parallel(len(paths), func(i int) {
		if ctx.Err() == nil {
			targets[i] = c.target(paths[i])
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, t := range targets {
		if t.named && t.kind == unreadable {
			return nil, c.cannotOpen(t)
		}
	}
	return targets, nil
}

func (c *choice) target(name string) target {
	t := target{path: name, named: c.targets[name]}
	if isProto(name) && !t.named {
		t.kind = protoFile
		return t
	}
	content, err := c.content(name, t.named)
	switch {
	case errors.Is(err, source.ErrTooLarge):
		t.kind = tooLarge
	case err != nil:
		t.kind, t.err = unreadable, err
	case isProto(name):
		t.kind = protoFile
	case isData(name) && c.wanted.IsRoot != nil && c.wanted.IsRoot(name):
		t.kind = document
	default:
		t.kind = kindOf(content, !isData(name))
	}
	return t
}

// content reads a file. What is named will most likely be loaded, so that it is kept.
func (c *choice) content(name string, keep bool) ([]byte, error) {
	if !keep {
		return c.tree.read(name)
	}
	file, err := c.tree.File(name)
	if err != nil {
		return nil, err
	}
	return file.Content, nil
}

// cannotOpen is the error for a named file, called as the user knows it.
func (c *choice) cannotOpen(t target) error {
	shown := c.tree.display(t.path)
	var about *fileError
	if errors.As(t.err, &about) {
		return notFound(shown, about.err)
	}
	return notFound(shown, t.err)
}

// kindOf tells a file by its content. Only a file whose name says nothing may be proto.
func kindOf(content []byte, mayBeProto bool) kind {
	class := openapi.Sniff(content)
	switch {
	case class == openapi.Root || class == openapi.Swagger2:
		return document
	case mayBeProto && looksLikeProto(content): // whose comments may look like YAML
		return protoFile
	case class == openapi.Fragment:
		return fragment
	}
	return other
}

// extensionOf returns the extension that a file of the content should have, or "".
func extensionOf(content []byte) string {
	switch kindOf(content, true) {
	case protoFile:
		return ".proto"
	case document, fragment:
		if trimmed := bytes.TrimLeft(content, " \t\r\n\ufeff"); bytes.HasPrefix(trimmed, []byte("{")) {
			return ".json"
		}
		return ".yaml"
	}
	return ""
}

// looksLikeProto reports whether the first word is one that a proto file can begin with, and no key
// of YAML.
func looksLikeProto(content []byte) bool {
	rest := skipComments(content)
	end := bytes.IndexFunc(rest, func(r rune) bool { return r < 'a' || r > 'z' })
	if end <= 0 {
		return false
	}
	switch string(rest[:end]) {
	case "syntax", "edition", "package", "import", "option", "message", "enum", "service", "extend":
		after := bytes.TrimLeft(rest[end:], " \t\r\n")
		return len(after) > 0 && after[0] != ':'
	}
	return false
}

// skipComments returns what follows the blanks and comments, as proto has them, at the beginning.
func skipComments(content []byte) []byte {
	for {
		content = bytes.TrimLeft(content, " \t\r\n\ufeff")
		var end []byte
		switch {
		case bytes.HasPrefix(content, []byte("//")):
			end = []byte("\n")
		case bytes.HasPrefix(content, []byte("/*")):
			end = []byte("*/")
		default:
			return content
		}
		_, rest, closed := bytes.Cut(content, end)
		if !closed {
			return nil
		}
		content = rest
	}
}
