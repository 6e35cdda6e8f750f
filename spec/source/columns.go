package source

import (
	"bytes"
	"unicode/utf8"
)

// columnStep is how many bytes lie between two checkpoints. A place nearer to the beginning of
// its line is found by counting; but specs of 13 MB are shipped on one line, and counting from
// its beginning for every finding would take minutes.
const columnStep = 512

// checkpoint says how many characters and UTF-16 code units stand before an offset, which is
// always the beginning of a character.
type checkpoint struct{ offset, runes, units int32 }

// byteOrderMark may begin a file; no editor counts it as a column.
const byteOrderMark = "\uFEFF"

// RuneColumn returns the 1-based column of an offset counted in characters, as text output shows it.
func (f *File) RuneColumn(offset int) int {
	if at, ok := f.outline[offset]; ok {
		return at.Column
	}
	runes, _ := f.columns(offset)
	return runes + 1
}

// UTF16Column returns the 1-based column of an offset counted in UTF-16 code units, as SARIF and
// editors want it.
func (f *File) UTF16Column(offset int) int {
	if at, ok := f.outline[offset]; ok {
		return at.UTF16Column
	}
	_, units := f.columns(offset)
	return units + 1
}

// columns returns how many characters and code units stand between the beginning of the line and
// the offset.
func (f *File) columns(offset int) (runes, units int) {
	offset = min(max(offset, 0), len(f.Content))
	start := offset - f.Position(offset).Column + 1
	if start == 0 && offset >= len(byteOrderMark) && bytes.HasPrefix(f.Content, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
	}
	if offset-start <= columnStep {
		return countUnits(f.Content[start:offset])
	}
	f.columnOnce.Do(f.indexColumns)
	lineRunes, lineUnits := f.unitsBefore(start)
	runes, units = f.unitsBefore(offset)
	return runes - lineRunes, units - lineUnits
}

// unitsBefore returns how many characters and code units of the file stand before the offset.
func (f *File) unitsBefore(offset int) (runes, units int) {
	i := min(offset/columnStep, len(f.checkpoints)-1)
	if int(f.checkpoints[i].offset) > offset { // it was moved past the character that offset cuts
		i--
	}
	at := f.checkpoints[i]
	runes, units = countUnits(f.Content[at.offset:offset])
	return int(at.runes) + runes, int(at.units) + units
}

// indexColumns puts checkpoint i at the first character that begins at or after byte i*columnStep.
func (f *File) indexColumns() {
	at := checkpoint{}
	f.checkpoints = append(make([]checkpoint, 0, len(f.Content)/columnStep+1), at)
	for target := columnStep; target < len(f.Content); target += columnStep {
		next := f.runeStart(target)
		runes, units := countUnits(f.Content[at.offset:next])
		at = checkpoint{int32(next), at.runes + int32(runes), at.units + int32(units)}
		f.checkpoints = append(f.checkpoints, at)
	}
}

// runeStart returns the first offset from the given one at which a character begins. It looks no
// further than a character is long: among more stray continuation bytes, each is one of its own.
func (f *File) runeStart(offset int) int {
	end := min(offset+utf8.UTFMax, len(f.Content))
	for offset < end && !utf8.RuneStart(f.Content[offset]) {
		offset++
	}
	return offset
}

// countUnits returns how many characters and UTF-16 code units the text has; an invalid byte
// counts as one of each.
func countUnits(text []byte) (runes, units int) {
	for i := 0; i < len(text); runes++ {
		if text[i] < utf8.RuneSelf {
			i++
			units++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		i += size
		units++
		if r > 0xFFFF {
			units++
		}
	}
	return runes, units
}
