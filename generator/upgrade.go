package generator

// Rules say what holds when files that were made once are compared with what would be made today. Kit files that nobody
// has edited are brought up to date; what is anyone's is told of and left.
type Rules struct {
	// Take names files whose owner wants ours, whatever is there.
	Take func(path string) bool
	// Hold names files that stay as they are, though they are ours, because they fit what is theirs. While there are any,
	// the stamp is Waiting.
	Hold    func(path string) bool
	Waiting string
	// Keep names files that no template is asked for any more: what was listed stays so.
	Keep func(path string) bool
	// Again has told of what earlier upgrades have told already.
	Again bool
}

// Upgrade compares the files of an output that was made once with what is there, and remembers what is to be mended.
func (t *Transaction) Upgrade(p Place, files []File, r Rules) (Drift, error) {
	return t.put(p, files, &r)
}

// stamp returns that of the output as it will be.
func (c *comparing) stamp(p Place) string {
	for _, d := range c.drift {
		if d.Kind == Held {
			return c.rules.Waiting
		}
	}
	return p.Stamp
}

// upgraded compares a file that was made once.
func (c *comparing) upgraded(f File, old []byte) {
	e, listed := c.listed[f.Path]
	ours := listed && f.Owner == Kit && untouched(e, old)
	switch {
	case old != nil && same(old, f.Content):
		c.entries = append(c.entries, newEntry(f))
	case c.rules.Take(f.Path):
		c.mend(f, old)
	case (ours || !listed && old == nil) && c.rules.Hold(f.Path):
		if listed {
			c.entries = append(c.entries, e)
		}
		c.differs(f, Held, old)
	case ours, !listed && old == nil:
		c.mend(f, old)
	case old == nil: // its owner has deleted it
		c.entries = append(c.entries, e)
	default:
		c.theirs(f, old)
	}
}

// untouched reports whether a file is of the kit, and still as we have written it.
func untouched(e entry, old []byte) bool {
	return e.Owner == ownerNames[Kit] && old != nil && hash(old) == e.Hash
}

func (c *comparing) mend(f File, old []byte) {
	c.entries = append(c.entries, newEntry(f))
	if old == nil {
		c.differs(f, Missing, nil)
	} else {
		c.differs(f, Stale, old)
	}
}

// theirs tells of a file that is its owner's, once for each change of the template.
func (c *comparing) theirs(f File, old []byte) {
	e, listed := c.listed[f.Path]
	now := newEntry(f)
	if !listed {
		c.entries = append(c.entries, now)
		c.differs(f, Theirs, old)
		return
	}
	news := now.Hash != e.Hash && (now.Hash != e.Template || c.rules.Again)
	if e.Template = now.Hash; now.Hash == e.Hash {
		e.Template = ""
	}
	c.entries = append(c.entries, e)
	if news {
		c.differs(f, Theirs, old)
	}
}

// withdrawn looks at a file that was made once, and wouldn't be today: it goes if it is ours, and is told of otherwise.
func (c *comparing) withdrawn(e entry) error {
	if c.rules == nil {
		return nil
	}
	if c.rules.Keep(e.Path) {
		c.entries = append(c.entries, e)
		return nil
	}
	old, err := c.read(e.Path)
	if err != nil || old == nil {
		return err
	}
	d := Difference{Path: e.Path, Kind: Withdrawn, Old: old, Was: e.Hash, ByHand: hash(old) != e.Hash}
	switch ours := untouched(e, old); {
	case !d.ByHand && c.rules.Take(e.Path), ours && !c.rules.Hold(e.Path):
		d.Kind = Orphan
	case ours:
		d.Kind = Held
		c.entries = append(c.entries, e)
	default:
		told := e.Template == withdrawn
		e.Template = withdrawn
		c.entries = append(c.entries, e)
		if told && !c.rules.Again {
			return nil
		}
	}
	c.drift = append(c.drift, d)
	return nil
}
