package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Trace is what a tree was asked while something was worked out, and what it answered. Whoever asks a tree
// that answers the same comes to the same result, whatever else has changed.
type Trace struct {
	answers sync.Map // from question to digest
}

// question is one thing that a tree can be asked.
type question struct {
	kind byte
	name string
}

// The kinds of questions.
const (
	asksFile    = 'f' // what is in it, or why it can't be read
	asksFolder  = 'd' // whether it is one
	asksList    = 'l' // what the folder holds
	asksPaths   = 'p'
	asksForeign = 'o'
	asksDisplay = 's'
)

// digest is the beginning of the SHA-256 of an answer.
type digest [16]byte

// Traced returns the tree, and the trace of all that it will be asked through it.
func Traced(tree source.Tree) (source.Tree, *Trace) {
	t := &Trace{}
	return tracedTree{viewOf(tree), t}, t
}

type tracedTree struct {
	view
	trace *Trace
}

func (t tracedTree) File(name string) (*source.File, error) {
	file, err := t.view.File(name)
	t.trace.note(question{asksFile, name}, func() digest {
		if outer, ok := t.view.(tracedTree); ok { // which has hashed it just now
			known, _ := outer.trace.answers.Load(question{asksFile, name})
			return known.(digest)
		}
		if err != nil {
			return digestOf(nil, err)
		}
		return digestOf(file.Content, nil)
	})
	return file, err
}

func (t tracedTree) read(name string) ([]byte, error) {
	content, err := t.view.read(name)
	t.trace.note(question{asksFile, name}, func() digest { return digestOf(content, err) })
	return content, err
}

func (t tracedTree) Paths() []string {
	paths := t.view.Paths()
	t.trace.note(question{kind: asksPaths}, func() digest { return digestOfTexts(paths) })
	return paths
}

func (t tracedTree) list(folder string) listing {
	found := t.view.list(folder)
	t.trace.note(question{asksList, folder}, func() digest { return digestOfListing(found) })
	return found
}

func (t tracedTree) isFolder(name string) bool {
	answer := t.view.isFolder(name)
	t.trace.note(question{asksFolder, name}, func() digest { return digestOfBool(answer) })
	return answer
}

func (t tracedTree) foreign(name string) bool {
	answer := t.view.foreign(name)
	t.trace.note(question{asksForeign, name}, func() digest { return digestOfBool(answer) })
	return answer
}

func (t tracedTree) display(name string) string {
	answer := t.view.display(name)
	t.trace.note(question{asksDisplay, name}, func() digest { return digestOfTexts([]string{answer}) })
	return answer
}

// note keeps the first answer to a question. Where a file changed in between, the answers are not those of one
// tree: that is noted as an answer which no tree gives.
func (t *Trace) note(q question, answer func() digest) {
	if q.kind != asksFile {
		if _, known := t.answers.Load(q); known {
			return
		}
	}
	given := answer()
	if known, loaded := t.answers.LoadOrStore(q, given); loaded && known != given {
		t.answers.Store(q, digest{})
	}
}

// answerOf asks a tree.
func answerOf(tree view, q question) digest {
	switch q.kind {
	case asksFile:
		file, err := tree.File(q.name) // kept, for what was found is shown with its lines
		if err != nil {
			return digestOf(nil, err)
		}
		return digestOf(file.Content, nil)
	case asksFolder:
		return digestOfBool(tree.isFolder(q.name))
	case asksList:
		return digestOfListing(tree.list(q.name))
	case asksPaths:
		return digestOfTexts(tree.Paths())
	case asksForeign:
		return digestOfBool(tree.foreign(q.name))
	case asksDisplay:
		return digestOfTexts([]string{tree.display(q.name)})
	}
	return digest{}
}

func digestOf(content []byte, err error) (d digest) {
	text := "+"
	if err != nil {
		content, text = []byte(err.Error()), "-"
	}
	h := sha256.New()
	h.Write([]byte(text))
	h.Write(content)
	copy(d[:], h.Sum(nil))
	return d
}

func digestOfTexts(texts []string) digest {
	return digestOf([]byte(strings.Join(texts, "\x00")+strconv.Itoa(len(texts))), nil)
}

func digestOfBool(answer bool) digest { return digestOfTexts([]string{strconv.FormatBool(answer)}) }

func digestOfListing(l listing) digest {
	texts := append(slices.Clone(l.paths), strconv.Itoa(len(l.paths)))
	for _, skip := range l.skips {
		texts = append(texts, skip.Path, string(skip.Reason))
	}
	return digestOfTexts(append(append(texts, strconv.Itoa(len(l.skips))), l.notes...))
}

// Record returns the trace as bytes, the same for the same questions and answers.
func (t *Trace) Record() []byte {
	var asked []question
	t.answers.Range(func(q, _ any) bool {
		asked = append(asked, q.(question))
		return true
	})
	slices.SortFunc(asked, func(a, b question) int {
		if a.kind != b.kind {
			return int(a.kind) - int(b.kind)
		}
		return strings.Compare(a.name, b.name)
	})
	var out []byte
	for _, q := range asked {
		answer, _ := t.answers.Load(q)
		given := answer.(digest)
		out = append(binary.AppendUvarint(append(out, q.kind), uint64(len(q.name))), q.name...)
		out = append(out, given[:]...)
	}
	return out
}

type answered struct {
	question
	answer digest
}

// readRecord reads what Record has written.
func readRecord(record []byte) (list []answered, ok bool) {
	for len(record) > 0 {
		var a answered
		a.kind = record[0]
		size, n := binary.Uvarint(record[1:])
		if n <= 0 || size > uint64(len(record)) || 1+n+int(size)+len(a.answer) > len(record) {
			return nil, false
		}
		record = record[1+n:]
		a.name = string(record[:size])
		copy(a.answer[:], record[size:])
		record = record[int(size)+len(a.answer):]
		list = append(list, a)
	}
	return list, true
}

// Holds reports whether a tree answers all that a record asks as the record says. Files that were asked for are
// kept by the tree, as if File had been called.
func Holds(ctx context.Context, tree source.Tree, record []byte) bool {
	asked, ok := readRecord(record)
	if !ok {
		return false
	}
	at := viewOf(tree)
	var differs atomic.Bool
	parallel(len(asked), func(i int) {
		if !differs.Load() && ctx.Err() == nil && answerOf(at, asked[i].question) != asked[i].answer {
			differs.Store(true)
		}
	})
	return !differs.Load() && ctx.Err() == nil
}
