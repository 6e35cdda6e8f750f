package source

import "maps"

// Place is a place as an output tells it: a line, and columns in characters and in UTF-16 code units, all 1-based.
type Place struct{ Line, Column, UTF16Column int }

// Outline returns a file of which some places are known and the content is not, such as one that lies on
// another machine.
func Outline(path string) *File { return &File{Path: path, outline: map[int]Place{}} }

// Note says which place an offset of an outline has. It reports whether that agrees with what was said before.
func (f *File) Note(offset int, at Place) bool {
	known, ok := f.outline[offset]
	if !ok {
		f.outline[offset] = at
	}
	return !ok || known == at
}

// Fill gives an outline its content, if all its places are those of the content.
func (f *File) Fill(content []byte) bool {
	whole := NewFile(f.Path, content)
	for offset, at := range maps.All(f.outline) {
		if offset > len(content) || at != (Place{whole.Position(offset).Line, whole.RuneColumn(offset), whole.UTF16Column(offset)}) {
			return false
		}
	}
	f.Content, f.outline = content, nil
	return true
}
