package rules_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

const vocabularyGolden = "../golden/rules/vocabulary.txt"

// tryVocabulary tries plurals and singulars on what real APIs call their lists and collections. Most words go to the
// singular and back by their last letter alone; those that don't have been read, and stand in the golden.
func tryVocabulary(t *testing.T, specs [][]*spec.API) {
	var lines []string
	english := words.English()
	found := listWords(specs)
	if len(found) < 1200 {
		t.Errorf("only %d words: has the corpus shrunk?", len(found))
	}
	for _, word := range slices.Sorted(maps.Keys(found)) {
		if line := judgeWord(english, word); line != "" {
			lines = append(lines, line)
		}
		if again := english.Plural(english.Plural(word)); again != english.Plural(word) {
			t.Errorf("the plural of %s has a plural: %s", english.Plural(word), again)
		}
		if again := english.Singular(english.Singular(word)); again != english.Singular(word) {
			t.Errorf("the singular of %s has a singular: %s", english.Singular(word), again)
		}
	}
	compareGolden(t, vocabularyGolden, strings.Join(lines, "\n")+"\n")
}

// judgeWord says what is not plain of a word: how it is read as a plural if it isn't made by an s alone, or why a list
// may be called so though it is none.
func judgeWord(l *words.Lexicon, word string) string {
	singular := l.Singular(word)
	switch {
	case l.IsPlural(word) && word != singular+"s":
		back := ""
		if l.Plural(singular) != word {
			back = ", of which it writes " + l.Plural(singular)
		}
		return fmt.Sprintf("%s: plural of %s%s", word, singular, back)
	case l.IsPlural(word):
		return ""
	case l.Collective(word):
		return word + ": collective"
	case l.Uncountable(word):
		return word + ": uncountable"
	case l.Qualifier(word):
		return word + ": qualifier"
	}
	return fmt.Sprintf("%s: singular of %s", word, l.Plural(word))
}

// listWords returns the last words of the names of lists, and of the segments of paths that stand before a variable.
func listWords(specs [][]*spec.API) map[string]bool {
	found := map[string]bool{}
	add := func(name string) {
		all := words.Split(name)
		if len(all) == 0 || slices.ContainsFunc(all, words.Preposition) {
			return
		}
		if last := all[len(all)-1]; words.Snake.Has(last) && !strings.ContainsAny(last, "0123456789") && len(last) > 2 {
			found[last] = true
		}
	}
	for _, apis := range specs {
		for _, api := range apis {
			spec.Walk(api, &spec.Visitor{
				Field: func(f *spec.Field) {
					if f.Type.Resolve().Kind == spec.KindArray {
						add(f.Name)
					}
				},
				Operation: func(o *spec.Operation) {
					parts := o.Path().Parts
					for i := 1; i < len(parts); i++ {
						if parts[i].Kind == spec.Variable && parts[i-1].Kind == spec.Literal {
							add(parts[i-1].Text)
						}
					}
				},
			})
		}
	}
	return found
}
