package tree

import (
	"fmt"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"go.yaml.in/yaml/v3"
)

// yamlReader turns the nodes of the YAML library into values. The library says at which line and
// character each begins; where it ends is found in the text.
type yamlReader struct {
	builder
	scanner
	place    place
	anchored map[*yaml.Node]*anchored
	aliased  int             // values that aliases have added, were they written out
	deepest  int             // level of the deepest value so far
	refused  map[string]bool // the rules whose mistake is reported once per file, and was

	pairs      map[*spec.Value]bool
	merged     map[*spec.Value]int
	anchors    []int
	directives bool          // the text may hold comments for the tool, so scalars are remembered
	scalars    []source.Span // in order
}

// place is where the last node began; the next one is looked for from there, because a line can
// be as long as the file.
type place struct{ line, column, offset int }

// The YAML library keeps each comment, and looks through all comments in a row for each level of
// nesting that ends behind them. Real files stay below these limits by a factor of a hundred.
const (
	maxComments    = 1 << 21
	maxCommentWork = 1 << 28 // comments times levels
)

func parseYAML(file *source.File, start int) (*Document, []report.Finding) {
	r := newYAMLReader(file)
	if message := refusal(r.indexLines(start)); message != "" {
		r.report(report.FileTooLarge, start, start, message)
		return nil, r.findings
	}
	node, err := unmarshal(strings.NewReader(acceptVersion(r.text[start:])))
	switch {
	case err == io.EOF || err == nil && isBlank(node):
		r.report(report.EmptyFile, start, start, "the file says nothing: it is empty, or holds only comments")
		return nil, r.findings
	case err != nil:
		return nil, []report.Finding{*r.failure(start, err)}
	}
	root, end := r.read(node.Content[0], 0)
	if !r.finish(end) {
		return nil, r.allFindings()
	}
	file.Directives = r.findDirectives()
	return &Document{
		File: file, Root: root, YAML: true, text: r.text,
		index: r.index, pairs: r.pairs, merged: r.merged, anchors: r.anchors,
	}, r.allFindings()
}

func newYAMLReader(file *source.File) *yamlReader {
	text := string(file.Content)
	return &yamlReader{
		builder:    newBuilder(file),
		scanner:    scanner{text: text},
		anchored:   map[*yaml.Node]*anchored{},
		refused:    map[string]bool{},
		pairs:      map[*spec.Value]bool{},
		merged:     map[*spec.Value]int{},
		directives: strings.Contains(text, directiveMark),
	}
}

// refusal says why a text of that size is not read, or "".
func refusal(n size) string {
	switch {
	case n.tokens > MaxNodes:
		return tooManyMessage()
	case n.comments > maxComments || n.comments*n.lead > maxCommentWork:
		return fmt.Sprintf("the file has %d lines of comments between values nested deeply, which would take too long to read: delete them", n.comments)
	}
	return ""
}

// unmarshal reads the first document of a text. A panic of the library is no reason to end the
// whole run.
func unmarshal(text io.Reader) (node *yaml.Node, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("the YAML library failed: %v", problem)
		}
	}()
	node = new(yaml.Node)
	err = yaml.NewDecoder(text).Decode(node)
	return node, err
}

// acceptVersion makes a comment of the directive "%YAML 1.2", which the library refuses although
// it reads nearly everything of YAML 1.2.
func acceptVersion(text string) string {
	s := scanner{text: text}
	if at := s.skipSpace(0); strings.HasPrefix(text[at:], "%YAML 1.") {
		return text[:at] + "#" + text[at+1:]
	}
	return text
}

func isBlank(document *yaml.Node) bool {
	if document.Kind == 0 {
		return true
	}
	root := document.Content[0]
	return isEmptyScalar(root) && root.Anchor == ""
}

// isEmptyScalar reports whether a node is a value that is not there, as after "key:".
func isEmptyScalar(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0
}

// finish looks at what follows the root value, which has to be nothing. It returns false where
// that means that the value isn't what the author wrote.
func (r *yamlReader) finish(end int) bool {
	at := r.skipSpace(end)
	marker := at
	for r.isMarker(at) {
		at = r.skipSpace(at + len("---"))
	}
	if at >= len(r.text) {
		return true
	}
	if at == marker {
		r.report(report.Syntax, at, r.lineEnd(at), "text follows the end of the document: its indentation or a bracket before it is wrong")
		return false
	}
	r.report(report.MultipleDocuments, marker, marker+len("---"),
		"a second document begins here, and only the first is read: move it into a file of its own")
	return true
}

// isMarker reports whether a line begins at the offset with --- or ..., which end a document.
func (r *yamlReader) isMarker(at int) bool {
	if at > 0 && r.breakBefore(at) == 0 {
		return false
	}
	rest := r.text[at:]
	if !strings.HasPrefix(rest, "---") && !strings.HasPrefix(rest, "...") {
		return false
	}
	return len(rest) == 3 || isSpace(rest[3:]) > 0
}

// offset returns where a node begins, properties included. The library counts lines as YAML 1.1
// does, and columns in characters.
func (r *yamlReader) offset(n *yaml.Node) int {
	line, column := min(n.Line-1, len(r.lines)-1), n.Column-1
	p := r.place
	if line != p.line || column < p.column || p.offset < r.lines[line] {
		p = place{line: line, offset: r.lines[line]}
	}
	for ; p.column < column && p.offset < len(r.text); p.column++ {
		p.offset += characterWidth(r.text[p.offset])
	}
	p.column = column
	r.place = p
	return p.offset
}
