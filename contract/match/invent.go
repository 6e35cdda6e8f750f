package match

import (
	"fmt"
	"math/rand/v2"
	"regexp/syntax"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// randomMatch makes a text that matches a pattern, and makes sure that it does: an anchor in the middle
// of a pattern leaves nothing that could be made.
func randomMatch(pattern string, random *rand.Rand) (*spec.Value, error) {
	checked, err := compilePattern(pattern)
	if err != nil {
		return nil, fmt.Errorf("nothing can be made to match %q: %w", pattern, err)
	}
	tree, err := syntax.Parse(checked.String(), syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("nothing can be made to match %q: %w", pattern, err)
	}
	const tries = 20
	for range tries {
		i := inventor{random: random}
		if i.write(tree); checked.MatchString(i.text.String()) {
			return contract.Text(i.text.String()), nil
		}
	}
	return nil, fmt.Errorf("nothing was found that matches %q", pattern)
}

// inventor writes a text along the tree of a pattern.
type inventor struct {
	random *rand.Rand
	text   strings.Builder
}

// most is how often what may be repeated without end is repeated at most.
const most = 8

func (i *inventor) write(re *syntax.Regexp) {
	if i.text.Len() > longestText {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		i.text.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		i.text.WriteRune(i.from(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		i.text.WriteByte(letters[i.random.IntN(len(letters))])
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range re.Sub {
			i.write(sub)
		}
	case syntax.OpAlternate:
		i.write(re.Sub[i.random.IntN(len(re.Sub))])
	case syntax.OpStar:
		i.repeat(re.Sub[0], 0, most)
	case syntax.OpPlus:
		i.repeat(re.Sub[0], 1, most)
	case syntax.OpQuest:
		i.repeat(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		high := re.Max
		if high < 0 {
			high = re.Min + most
		}
		i.repeat(re.Sub[0], re.Min, high)
	}
}

func (i *inventor) repeat(re *syntax.Regexp, low, high int) {
	for range low + i.random.IntN(high-low+1) {
		i.write(re)
	}
}

// from picks a character of a class, one that can be read where the class has such.
func (i *inventor) from(ranges []rune) rune {
	var readable []rune
	for n := 0; n+1 < len(ranges); n += 2 {
		for r := max(ranges[n], ' '); r <= min(ranges[n+1], '~'); r++ {
			readable = append(readable, r)
		}
	}
	if len(readable) > 0 {
		return readable[i.random.IntN(len(readable))]
	}
	if len(ranges) == 0 {
		return ' '
	}
	n := i.random.IntN(len(ranges)/2) * 2
	return ranges[n] + rune(i.random.IntN(int(ranges[n+1]-ranges[n])+1))
}
