//! An answer in XML as a tree that can be looked into by name.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// Most elements inside each other; AWS's answers have fewer than ten.
const DEEPEST: usize = 64;

/// One element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The outermost element; nothing where it is no XML or is cut off.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) if open.len() < DEEPEST => {
                    open.push(Self::named(&start.name()))
                }
                Event::Start(_) => return None,
                Event::Empty(empty) => open.last_mut()?.children.push(Self::named(&empty.name())),
                Event::Text(words) => open.last_mut()?.text.push_str(&words.xml10_content()),
                Event::CData(words) => open.last_mut()?.text.push_str(&words.xml10_content()),
                Event::GeneralRef(reference) => {
                    let text = &mut open.last_mut()?.text;
                    match reference.resolve_char_ref().ok()? {
                        Some(letter) => text.push(letter),
                        None => {
                            text.push_str(resolve_predefined_entity(&reference.xml10_content())?)
                        }
                    }
                }
                Event::End(_) => {
                    let mut done = open.pop()?;
                    if !done.children.is_empty() {
                        done.text.clear();
                    }
                    open.last_mut()?.children.push(done);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        match open.as_mut_slice() {
            [root] => root.children.pop(),
            _ => None,
        }
    }

    fn named(name: &quick_xml::name::QName<'_>) -> Self {
        Self {
            name: name.local_name().as_ref().to_owned(),
            ..Self::default()
        }
    }

    /// The text of a child; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.as_str())
    }

    /// A child by name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a child: EC2's sets hold an `item` each.
    pub(crate) fn items(&self, name: &str) -> &[Self] {
        self.child(name)
            .map_or(&[], |child| child.children.as_slice())
    }

    /// The first of that name anywhere inside.
    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        self.child(name)
            .or_else(|| self.children.iter().find_map(|child| child.find(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn answers_are_read_with_entities_and_cut_ones_are_not() {
        let text = "<?xml version=\"1.0\"?>\n<R xmlns=\"http://x/\"><vpcSet><item><vpcId>vpc-1</vpcId><n>a &amp; b&#x21;</n><e/></item></vpcSet></R>";
        let root = Element::read(text).expect("it is whole");
        assert_eq!(root.name, "R");
        let vpc = &root.items("vpcSet")[0];
        assert_eq!(
            (vpc.text("vpcId"), vpc.text("n"), vpc.text("e")),
            ("vpc-1", "a & b!", "")
        );
        assert_eq!(
            root.find("vpcId").map(|found| found.text.as_str()),
            Some("vpc-1")
        );
        for cut in [&text[..text.len() - 4], "", "{}", "<a><b></a>"] {
            assert_eq!(Element::read(cut), None, "{cut}");
        }
        assert_eq!(Element::read(&"<a>".repeat(5_000)), None, "deep is refused");
    }
}
