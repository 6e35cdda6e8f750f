package constraints

import (
	"regexp/syntax"
)

// mostWords is how many words a choice may have.
const mostWords = 500

// choice returns all words that a sequence of parts matches; ok is false if they are too many, or
// without end.
func choice(parts []*syntax.Regexp) (words []string, ok bool) {
	words = []string{""}
	for _, part := range parts {
		next, ok := wordsOf(part)
		if !ok || len(words)*len(next) > mostWords {
			return nil, false
		}
		var joined []string
		for _, head := range words {
			for _, tail := range next {
				joined = append(joined, head+tail)
			}
		}
		words = joined
	}
	return words, true
}

func wordsOf(re *syntax.Regexp) (words []string, ok bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return []string{""}, true
	case syntax.OpLiteral:
		return []string{string(re.Rune)}, re.Flags&syntax.FoldCase == 0
	case syntax.OpCharClass:
		return letters(re.Rune)
	case syntax.OpCapture, syntax.OpConcat:
		return choice(re.Sub)
	case syntax.OpQuest:
		words, ok = wordsOf(re.Sub[0])
		return append(words, ""), ok
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			more, ok := wordsOf(sub)
			if words = append(words, more...); !ok || len(words) > mostWords {
				return nil, false
			}
		}
		return words, true
	}
	return nil, false
}

func letters(set []rune) (words []string, ok bool) {
	for i := 0; i < len(set); i += 2 {
		if int(set[i+1]-set[i])+len(words) > mostWords {
			return nil, false
		}
		for r := set[i]; r <= set[i+1]; r++ {
			words = append(words, string(r))
		}
	}
	return words, true
}
