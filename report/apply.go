package report

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Apply returns the content of the file with the edits made; every byte that no edit covers stays
// as it is. Edits may come in any order. The same edit given twice is made once, because two
// findings may want the same import; several insertions at one offset are made in the order given,
// because one fix may add several attributes at one place.
//
// It fails, and changes nothing, if an edit is of another file, lies outside the content or
// overlaps another one.
func Apply(file *source.File, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Span.Compare(b.Span) })

	var out bytes.Buffer
	copied := int32(0)
	for i, edit := range sorted {
		if err := edit.checkWithin(file); err != nil {
			return nil, err
		}
		if repeats(sorted[:i], edit) {
			continue
		}
		if edit.Span.Start < copied {
			return nil, fmt.Errorf("edits of %s overlap at byte %d", file.Path, edit.Span.Start)
		}
		out.Write(file.Content[copied:edit.Span.Start])
		out.WriteString(edit.New)
		copied = edit.Span.End
	}
	out.Write(file.Content[copied:])
	return out.Bytes(), nil
}

func (e Edit) checkWithin(file *source.File) error {
	if e.Span.File != file {
		return fmt.Errorf("an edit of %q can't be made in %s", e.Span.Path(), file.Path)
	}
	if e.Span.Start < 0 || e.Span.Start > e.Span.End || int(e.Span.End) > len(file.Content) {
		return fmt.Errorf("an edit of bytes %d to %d can't be made in %s, which has %d",
			e.Span.Start, e.Span.End, file.Path, len(file.Content))
	}
	return nil
}

// repeats reports whether the edit stands among those of the same span that end the sorted list.
func repeats(sorted []Edit, edit Edit) bool {
	for i := len(sorted) - 1; i >= 0 && sorted[i].Span == edit.Span; i-- {
		if sorted[i] == edit {
			return true
		}
	}
	return false
}
