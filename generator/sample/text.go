package sample

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// longestText bounds samples: a schema that demands more characters than this is refused.
const longestText = 100_000

// text makes a string of the layers: by their pattern, or else their format, or else a word; as long
// as it has to be.
func (m *maker) text(all layers) *spec.Value {
	least, limit := all.atLeast(func(c *spec.Constraints) *spec.Limit { return c.MinLength })
	most := all.atMost(func(c *spec.Constraints) *spec.Limit { return c.MaxLength })
	switch {
	case least > most:
		return m.fail(all[0], "minLength", "no text is as long as minLength and as short as maxLength demand")
	case least > longestText && limit != nil:
		return m.fail(all[0], "minLength", "a longer text is demanded than a sample should have")
	}
	if patterned := first(all, withPattern); patterned != nil {
		return m.patterned(all, patterned, least, most)
	}
	if f := first(all, withFormat); f != nil {
		if made := sized(f.Format, m.turn+m.offset(50), least, most); made != "" {
			return str(made)
		}
	}
	return str(fit(m.word(all), least, most, m.turn))
}

// sized returns a text of a format that is neither too short nor too long; "" if none is found.
func sized(format string, n int, least, most uint64) string {
	for filler := least; filler < least+32; filler++ { // not every character of a filler fits everywhere
		made := formatted(format, n, int(filler))
		if length(made) > most {
			return ""
		}
		if length(made) >= least {
			return made
		}
	}
	return ""
}

func withPattern(t *spec.Type) *spec.Type {
	if t.Constraints != nil && t.Constraints.Pattern != "" {
		return t
	}
	return nil
}

func withFormat(t *spec.Type) *spec.Type {
	if t.Format != "" || t.Schema != nil && t.Schema.ContentEncoding != "" {
		return t
	}
	return nil
}

var words = [...]string{
	"alpha", "bravo", "cedar", "delta", "ember", "fjord", "grove", "harbor", "indigo", "juniper", "krill", "lumen", "maple",
	"nectar", "opal", "prism", "quartz", "ridge", "sable", "tundra", "umber", "vertex", "willow", "xenon", "yarrow", "zephyr",
}

// word returns what a text says that need say nothing.
func (m *maker) word(layers) string {
	n := m.turn + m.offset(len(words))
	word := words[n%len(words)]
	for n /= len(words); n > 0; n /= 10 {
		word += string(rune('0' + n%10))
	}
	return word
}

// fit makes a text as long as it has to be. What tells the texts of a set apart is at the end of
// what is left.
func fit(word string, least, most uint64, turn int) string {
	if n := length(word); n < least {
		return word + strings.Repeat("x", int(least-n))
	} else if n <= most {
		return word
	}
	if most == 0 {
		return ""
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	short := []byte(word[:most])
	for i := len(short) - 1; i >= 0 && turn > 0; i-- {
		short[i] = letters[turn%len(letters)]
		turn /= len(letters)
	}
	return string(short)
}
