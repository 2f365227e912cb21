const COMMON =
  'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem suas meu às minha têm numa pelos elas havia seja qual será nós tenho lhe deles essas esses pelas este olá bom dia tarde noite obrigado obrigada plano preço valor quero saber gostaria promoção pedido entrega prazo boleto pagamento cartão pix endereço produto loja cliente atendimento reunião horário amanhã hoje ontem agora favor confirmar cancelar comprar desconto orçamento serviço contrato informação situação solução número código nota fiscal transferência depósito'.split(
    ' ',
  );
const SYLLABLES =
  'ba be bi bo bu ca ce ci co cu ção da de di do du fa fe fi fo ga ge go já la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pra pre pro qua que ra re ri ro ru sa se si so ta te ti to tra tre va ve vi vo xa za ão ã é í ó ú ês ém'.split(
    ' ',
  );
const WORDS = 20_000;

/** Portuguese-looking words, the common ones first, then made of syllables. */
const vocabulary = (random: () => number): readonly string[] => {
  const words = new Set(COMMON);
  while (words.size < WORDS) {
    let word = '';
    for (let syllables = 2 + Math.floor(random() * 3); syllables > 0; syllables--)
      word += SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? '';
    words.add(word);
  }
  return [...words];
};

/** Texts whose words are as frequent as in a language (Zipf). */
export const writer = (random: () => number) => {
  const words = vocabulary(random);
  const upTo = new Float64Array(words.length);
  let total = 0;
  for (let i = 0; i < words.length; i++) upTo[i] = total += 1 / (i + 1.5);
  const word = (): string => {
    const x = random() * total;
    let [low, high] = [0, words.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! < x) low = middle + 1;
      else high = middle;
    }
    return words[low]!;
  };
  return {
    words,
    /** 80 to 160 characters. */
    sentence: (): string => {
      const length = 80 + random() * 80;
      let text = word();
      while (text.length < length) text += ` ${word()}`;
      return text;
    },
  };
};
